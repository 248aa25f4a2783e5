"""Invented people's names by the language at home, with the country of their first years. Nobody here exists.

The first names of each list are common ones: in a real team there are always two Amina and two Mohamed.
"""

from dataclasses import dataclass

COMMON = 4  # so many of each list's first names are drawn three times as often
SWEDISH = "zSLA_vw2_FXN"  # concept id of the taxonomy, as below


@dataclass(frozen=True)
class Home:
    """`weight` says how many of a hundred. `language` is a concept id of the taxonomy, `country` a label ("" = Sweden)."""

    weight: int
    language: str
    country: str
    first: tuple[str, ...]
    last: tuple[str, ...]


HOMES = (
    Home(
        26, SWEDISH, "",
        ("Anna", "Lena", "Per", "Sara", "Kent", "Ulla", "Mikael", "Roger", "Anette", "Jessica", "Birgitta", "Dennis",
         "Hanna", "Göran", "Ängla", "Åsa", "Örjan", "Tomas", "Eva", "Petra", "Kerstin", "Mona", "Bo", "Jonas", "Gun"),
        ("Andersson", "Karlsson", "Nilsson", "Larsson", "Bergström", "Dahl", "Ekblad", "Gustafsson", "Holm", "Isaksson",
         "Öberg", "Björk", "Lindqvist", "Åkesson", "Sjöö", "Norén", "Wikström", "Ek", "Forsberg", "Strand", "Öhman",
         "Lund", "Svensson", "Axelsson", "Åström"),
    ),
    Home(
        20, "3iEY_RGP_qXq", "Syrien",
        ("Mohamed", "Fatima", "Ahmed", "Rania", "Layla", "Samir", "Hassan", "Amal", "Khaled", "Nour", "Ibrahim", "Lina",
         "Yusuf", "Hala", "Mahmoud", "Zeinab"),
        ("Al-Khatib", "Haddad", "Mahmoud", "Saleh", "Hussein", "Nasser", "Darwish", "Khalil", "Al-Jassim", "Issa"),
    ),
    Home(
        18, "F6dn_vX1_Qnm", "Somalia",
        ("Amina", "Mohamed", "Fatuma", "Hodan", "Abdi", "Faarax", "Sahra", "Dahir", "Ifrah", "Said", "Ayaan", "Ismail",
         "Nimco", "Cabdullahi"),
        ("Abdi", "Farah", "Warsame", "Jama", "Osman", "Cabdi", "Hassan", "Ali", "Muuse", "Aden"),
    ),
    Home(
        12, "nPzh_1oc_EKz", "Eritrea",
        ("Selam", "Yordanos", "Tesfaye", "Aster", "Ruta", "Filmon", "Mehret", "Berhane", "Samuel", "Luwam", "Yonas"),
        ("Berhane", "Tekle", "Kidane", "Habte", "Ghebre", "Bahta", "Tesfamariam", "Weldu"),
    ),
    Home(
        7, "Lozg_qhA_r3y", "Afghanistan",
        ("Zahra", "Ali", "Parwana", "Omid", "Nasrin", "Farid", "Maryam", "Hamid", "Shukria"),
        ("Ahmadi", "Rahimi", "Haidari", "Nazari", "Amiri", "Hosseini", "Sharifi"),
    ),
    Home(
        6, "sNoC_CTL_8Ph", "Iran",
        ("Leila", "Reza", "Shirin", "Mehdi", "Maryam", "Kaveh", "Parisa", "Babak"),
        ("Karimi", "Moradi", "Jafari", "Rostami", "Ebrahimi", "Shirazi"),
    ),
    Home(
        8, "zkfD_Qwv_kTk", "Ukraina",
        ("Olena", "Iryna", "Oksana", "Ivan", "Daria", "Nadia", "Serhij", "Tetiana", "Andrij"),
        ("Kovalenko", "Shevchenko", "Bondarenko", "Melnyk", "Petrenko", "Lysenko", "Tkatjenko"),
    ),
    Home(3, "UaRX_FvG_rKF", "Turkiet", ("Emine", "Helin", "Mehmet", "Ayse", "Serdar"), ("Demir", "Yilmaz", "Aydin", "Kaya")),
)  # fmt: skip
LANGUAGES = tuple(home.language for home in HOMES if home.language != SWEDISH)
COUNTRIES = tuple(home.country for home in HOMES if home.country)


def weights(names: tuple[str, ...]) -> list[int]:
    """How often each name is drawn."""
    return [3 if n < COMMON else 1 for n in range(len(names))]
