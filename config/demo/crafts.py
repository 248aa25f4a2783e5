"""What those of an occupation usually can, and where they may have worked before they came here. Picked by hand: a group of
occupations in the taxonomy holds the ship's cook and the school's. Labels are those of taxonomy/data/occupations and skills."""

from collections.abc import Mapping

_CARE = ("Omvårdnad", "Äldreomsorg", "Demensvård", "Hemtjänst", "Äldreboende", "God fysik (tunga lyft)")
_KITCHEN = (
    "Enklare matlagningskunskaper",
    "Salladsberedning",
    "Portionering",
    "Hälsokrav vid livsmedelshantering",
    "Storkök",
)
_COOK = ("Husmanskost", "Varmkök", "Kallkök", "Specialkost", "Vegetarisk kost", "Utbildning i livsmedelshygien")
_CLEANING = ("Kontorsstädning", "Hotellstädning", "Trappstädning", "Storstädning", "Golvvård", "Fönsterputsning")
_GREEN = (
    "Trädgårdsskötsel",
    "Växter, skötselvana",
    "Grönytemaskiner, körvana",
    "Parker, skötselvana",
    "Utbildning på röjsåg",
)
_HOUSES = ("Fastighetsskötsel", "Fastighetsunderhåll", "Trädgårdsskötsel", "Källsortering", "VVS, fastighetsskötsel")
_TRUCKS = ("A-truckar", "B-truckar", "Terminal- och lagerarbete", "Utbildningsbevis enligt TLP 10 för truckförare")
_SHOP = ("Kassavana", "Betalsystem/Betalningssystem", "Varumärkning")

SKILLS: Mapping[str, tuple[str, ...]] = {
    "Köksbiträde": _KITCHEN,
    "Restaurangbiträde": (*_KITCHEN[:4], "Bordsservering", "Kassavana", "Kafé"),
    "Diskare": ("Grovdisk", "Findisk", "Storkök", "Hälsokrav vid livsmedelshantering", "God fysik (tunga lyft)"),
    "Kock storhushåll": (*_COOK, "Storkök", "Matsedelsplanering"),
    "Kock à la carte": (*_COOK, "A la carte", "Restaurangkök", "Fisk och skaldjur"),
    "Servitör/Servitris": ("Bordsservering", "Kassavana", "Kassaredovisning", "Cateringverksamhet"),
    "Bagare/Konditor": ("Bageriarbete", "Matbröd", "Finbröd", "Tårtor/Bakelser"),
    "Vårdbiträde": _CARE,
    "Undersköterska, hemtjänst, äldreboende och habilitering": (*_CARE, "Hemsjukvård", "Rehabilitering"),
    "Personlig assistent": ("Habilitering", "Social dokumentation", "Teckenkommunikation", "God fysik (tunga lyft)"),
    "Barnskötare": ("Barntillsyn", "Bild och form, förskola-skolbarnomsorg", "Födoämnesallergi, kunskap om"),
    "Städare": _CLEANING,
    "Hotellreceptionist": ("Receptionsvana", "Telefonväxelvana", "Konferensservice", "Faktureringsvana"),
    "Maskinoperatör tvätt och textilbehandling": ("Tvätteri", "Mangling", "Kemtvätt", "Enklare sömnadskunskaper"),
    "Skräddare": ("Ändringsarbeten, skrädderi", "Tillskärning, textilier", "Damkläder, skrädderi", "Herrkläder, skrädderi"),
    "Butikssäljare, dagligvaror/Medarbetare, dagligvaror": (
        *_SHOP, "Butiksvana, dagligvaror", "Frukt och grönt, produktkunskap", "Bake-off bakning"),
    "Butikssäljare, fackhandel": (*_SHOP, "Butiksvana, fackhandel", "Husgeråd", "Cyklar"),
    "Kassapersonal": _SHOP,
    "Lagerarbetare/Terminalarbetare": (*_TRUCKS, "Varumottagning", "Varumärkning", "Kyl- och frysvaruhantering"),
    "Truckförare": _TRUCKS,
    "Packare": ("Handpaketeringsvana", "Varumärkning", "Lastning"),
    "Park- och trädgårdsarbetare": _GREEN,
    "Trädgårdsanläggare": (*_GREEN, "Anläggning av utemiljöer", "Traktorkort"),
    "Odlingsarbetare trädgård": ("Växthusarbete", "Krukväxtodling", "Grönsaksodling, friland", "Växter, skötselvana"),
    "Djurskötare lantbruk": ("Husdjursskötsel", "Nötkreatursskötsel", "Fårskötsel", "Mjölkproduktion", "Traktorkort"),
    "Fastighetsskötare": _HOUSES,
    "Fastighetsvärd": _HOUSES,
    "Grovarbetare, bygg och anläggning": ("Grovarbete, bygg", "Diversearbete, bygg", "Demontering", "God fysik (tunga lyft)"),
    "Träarbetare/Snickare": ("Träarbete, husbyggnad", "Formsättning", "Ritningsläsning", "Inredning, monteringsvana"),
    "Målare": ("Måleriarbete, bygg", "Fönsterrenovering", "Lägenhetsreparationer", "Sprutmålning"),
    "Svetsare": ("MAG-svetsning", "TIG-svetsning", "Gasskärning", "Ritningsläsning", "Certifikat, heta arbeten"),
    "Montör metallprodukter": ("Hopsättning, metall", "Verkstadsmetallarbete", "Ställagemontering", "Avsyning"),
    "Elmontör": ("Elschemaläsning", "Kablagemontering", "Elektronikmontering", "Lödcertifikat"),
    "Återvinningsarbetare på ÅVC": ("Hantering av farligt avfall", "Lastning", "Snöskottning", "God fysik (tunga lyft)"),
    "Bussförare": ("Kollektivtrafik, körning", "Linjetrafik, körning", "Yrkeskompetensbevis YKB, buss"),
    "Taxiförare": ("Passagerartransporter", "Färdtjänstkörning", "Taxiförarlegitimation"),
    "Bilvårdare": ("Fordonsvård", "Däckbyten", "Hjulbyten", "Rekonditionering", "Enklare fordonsservice"),
    "Renhållningsförare": ("Renhållningsbil, körvana", "Lastsäkring", "Yrkeskompetensbevis YKB, tung lastbil"),
    "Bohags- och flyttbilsförare": ("Bohagstransporter, körvana", "Lastsäkring", "Bakgavellyft", "Distributionskörning"),
    "Expressarbetare/Flyttkarl/Stadsbud": ("Privathemsflyttning", "Flyttpackningsvana", "Lastning", "God fysik (tunga lyft)"),
}  # fmt: skip

_KITCHENS = ("Familjens restaurang", "Ett hotellkök", "En skolmatsal")
_WARDS = ("Ett sjukhus", "Ett äldreboende", "Eget hem, vårdade en släkting")
_SHOPS = ("Egen matbutik", "Familjens butik på marknaden", "Ett varuhus")
_STORES = ("Hamnen", "Eget lager", "Ett åkeri")
_DRIVING = ("Ett åkeri", "Egen firma", "Kommunens trafikbolag")
_OUTSIDE = ("Familjens gård", "Stadens parker", "En handelsträdgård")
_SITES = ("Ett byggföretag", "Egen firma", "Familjens byggfirma")
_SHEDS = ("Egen verkstad", "En fabrik", "Ett varv")

ABROAD: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("Köksbiträde", "Restaurangbiträde", "Diskare", "Kock storhushåll", "Kock à la carte"), _KITCHENS),
    "Servitör/Servitris": ("Familjens restaurang", "Ett hotell", "Ett kafé"),
    "Bagare/Konditor": ("Eget bageri", "Ett hotellkök", "Familjens konditori"),
    **dict.fromkeys(("Vårdbiträde", "Undersköterska, hemtjänst, äldreboende och habilitering"), _WARDS),
    "Personlig assistent": ("Eget hem, vårdade en släkting", "En skola för barn med funktionsnedsättning"),
    "Barnskötare": ("En förskola", "En grundskola", "En familj med små barn"),
    "Städare": ("Ett hotell", "En skola", "Ett sjukhus"),
    "Hotellreceptionist": ("Ett hotell", "En resebyrå"),
    "Maskinoperatör tvätt och textilbehandling": ("Ett hotell", "En textilfabrik"),
    "Skräddare": ("Egen syateljé", "En textilfabrik"),
    **dict.fromkeys(("Butikssäljare, dagligvaror/Medarbetare, dagligvaror", "Kassapersonal"), _SHOPS),
    "Butikssäljare, fackhandel": ("Egen klädbutik", "Familjens butik på marknaden", "En cykelaffär"),
    **dict.fromkeys(("Lagerarbetare/Terminalarbetare", "Truckförare"), _STORES),
    "Packare": ("En fabrik", "Ett packeri för frukt"),
    **dict.fromkeys(("Park- och trädgårdsarbetare", "Trädgårdsanläggare", "Odlingsarbetare trädgård"), _OUTSIDE),
    "Djurskötare lantbruk": ("Familjens gård", "En mjölkgård"),
    **dict.fromkeys(("Fastighetsskötare", "Fastighetsvärd"), ("En skola", "Ett bostadsbolag", "Ett sjukhus")),
    **dict.fromkeys(("Grovarbetare, bygg och anläggning", "Träarbetare/Snickare", "Målare", "Elmontör"), _SITES),
    **dict.fromkeys(("Svetsare", "Montör metallprodukter"), _SHEDS),
    "Återvinningsarbetare på ÅVC": ("En återvinningscentral", "Kommunens renhållning"),
    **dict.fromkeys(("Bussförare", "Taxiförare"), _DRIVING),
    "Bilvårdare": ("Familjens verkstad", "En bensinstation"),
    **dict.fromkeys(("Renhållningsförare", "Bohags- och flyttbilsförare"), ("Ett åkeri", "Egen firma")),
    "Expressarbetare/Flyttkarl/Stadsbud": ("Hamnen", "En flyttfirma"),
}
