"""What the demo's employers do: which occupations a work place of each trade looks for, and what a day there is like.
Labels are those of taxonomy/data/occupations."""

KITCHEN = ("Köksbiträde", "Restaurangbiträde", "Diskare", "Kock storhushåll")
RESTAURANT = ("Restaurangbiträde", "Köksbiträde", "Diskare", "Servitör/Servitris", "Kock à la carte")
CARE = ("Vårdbiträde", "Undersköterska, hemtjänst, äldreboende och habilitering", "Personlig assistent")
CLEANING = ("Städare",)
STORE = ("Butikssäljare, dagligvaror/Medarbetare, dagligvaror", "Kassapersonal")
STOCK = ("Lagerarbetare/Terminalarbetare", "Truckförare", "Packare")
GREEN = ("Park- och trädgårdsarbetare", "Trädgårdsanläggare")
GROWING = ("Odlingsarbetare trädgård",)
HOUSES = ("Fastighetsskötare", "Fastighetsvärd")
BUILDING = ("Grovarbetare, bygg och anläggning", "Träarbetare/Snickare")
METAL = ("Svetsare", "Montör metallprodukter")
REUSE = ("Kassapersonal", "Butikssäljare, fackhandel", "Återvinningsarbetare på ÅVC")
BAKERY = ("Bagare/Konditor", "Köksbiträde", "Butikssäljare, dagligvaror/Medarbetare, dagligvaror")

OCCUPATIONS: dict[str, tuple[str, ...]] = {
    "Bageri & Kök Majorna": BAKERY,
    "Förskolan Tallkotten": ("Barnskötare", "Köksbiträde"),
    "Solgårdens hemtjänst": CARE,
    "Älvens Logistik": STOCK,
    "Hotell Kajen": ("Städare", "Restaurangbiträde", "Hotellreceptionist"),
    "Städkompaniet Väst": CLEANING,
    "Lindskolans kök": KITCHEN,
    "Gröna Händer trädgård": GREEN,
    "Västra Bussgarage": ("Bussförare", "Bilvårdare"),
    "Återbruket i Hamnen": REUSE,
    "Kvarnens matsal": KITCHEN,
    "Byggservice Nord": BUILDING,
    "Restaurang Sjöboden": RESTAURANT,
    "Tvätteriet på Höjden": ("Maskinoperatör tvätt och textilbehandling",),
    "Ängens äldreboende": CARE,
    "Cykelverkstan": ("Butikssäljare, fackhandel",),
    "Lager 24": STOCK,
    "Fastighetsservice Berg": HOUSES,
    "Café Bron": ("Restaurangbiträde", "Köksbiträde", "Diskare"),
    "Plåt & Svets i Mölndal": METAL,
    "Skolmaten Kungälv": KITCHEN,
    "Hemma omsorg": CARE,
    "Parkförvaltarna": GREEN,
    "Snickeriet Eken": ("Träarbetare/Snickare",),
    "Blå Taxi": ("Taxiförare",),
    "Fiskhallens deli": ("Butikssäljare, dagligvaror/Medarbetare, dagligvaror", "Köksbiträde"),
    "Hamnens vaktmästeri": HOUSES,
    "Butik Hörnet": STORE,
    "Frukt & Grönt Väst": (*STORE, "Packare"),
    "Däck och bil": ("Bilvårdare",),
    "Kontorsstäd Göta": CLEANING,
    "Måleri Färg": ("Målare",),
    "Återvinning Söder": ("Återvinningsarbetare på ÅVC", "Renhållningsförare"),
    "Sy & Sömnad": ("Skräddare",),
    "Djurens gård": ("Djurskötare lantbruk",),
    "Montören": ("Montör metallprodukter", "Packare"),
    "Elservice Ljus": ("Elmontör",),
    "Bageriet Axet": BAKERY,
    "Skogens växthus": GROWING,
    "Flytt & Bär": ("Bohags- och flyttbilsförare", "Expressarbetare/Flyttkarl/Stadsbud"),
}
# Who answers at the work place; nobody here exists.
CONTACTS = (
    "Kim Ström", "Leyla Aydin", "Peter Hallberg", "Annika Rask", "Mustafa Demir", "Eva-Lena Broman", "Amal Nasser",
    "Jörgen Fyhr", "Tina Malm", "Daniel Osei", "Marie Sandell", "Ibrahim Yusuf", "Carina Öst", "Robert Lind",
)  # fmt: skip
DAYS = (
    "Du blir en del av ett litet lag där alla hjälps åt. Vi visar hur allt går till och du får en egen person att fråga.",
    "De första veckorna går du bredvid någon som kan jobbet. Sen tar du egna uppgifter i din takt.",
    "Det är liv och rörelse på förmiddagen och lugnare efter lunch. Vi fikar alltid tillsammans halv tio.",
    "Vi bryr oss mer om att du vill lära dig än om var du har arbetat förut. Kom gärna förbi och titta först.",
    "Du arbetar oftast två och två. Vi pratar enkel svenska med varandra och hjälper till med orden.",
)
