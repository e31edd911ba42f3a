"""What figures are counted in: currencies, measures, spans of time, and the singular of a counted noun.

Facts of language and of ISO 4217 only; it finds nothing in texts and works nothing out.
"""

from __future__ import annotations

import re

# ISO 4217, the codes in use but for two that are words in capitals before a number ("TOP 10", "ALL 50").
_ISO_4217 = """AED AFN AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
    NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
    SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST
    XAF XCD XOF XPF YER ZAR ZMW ZWL"""
CURRENCY_CODES = frozenset(_ISO_4217.split())

CURRENCY_SYMBOLS = {
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "NZ$": "NZD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "S$": "SGD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "CN¥": "CNY",
    "JP¥": "JPY",
    "¥": "CNY",
    "￥": "CNY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "฿": "THB",
    "₫": "VND",
    "₱": "PHP",
    "₦": "NGN",
    "₴": "UAH",
    "RMB": "CNY",
    "kr": "krone",
    "Rs": "INR",
    "Rs.": "INR",
}

# A currency's name without its country ("francs", "kroner", "pesos") stays a word: guessing the country would be
# a wrong unit that looks right. Dollars are taken for US dollars, as "$" is.
CURRENCY_WORDS = {
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "american dollar": "USD",
    "hong kong dollar": "HKD",
    "australian dollar": "AUD",
    "canadian dollar": "CAD",
    "singapore dollar": "SGD",
    "new zealand dollar": "NZD",
    "taiwan dollar": "TWD",
    "dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "british pound": "GBP",
    "sterling": "GBP",
    "pence": "GBP",
    "quid": "GBP",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "yen": "JPY",
    "krona": "SEK",
    "kronor": "SEK",
    "swedish kronor": "SEK",
    "norwegian kroner": "NOK",
    "danish kroner": "DKK",
    "kroner": "krone",
    "swiss franc": "CHF",
    "franc": "franc",
    "rouble": "RUB",
    "ruble": "RUB",
    "rupee": "rupee",
    "indian rupee": "INR",
    "baht": "THB",
    "zloty": "PLN",
    "zlotys": "PLN",
    "forint": "HUF",
    "ringgit": "MYR",
    "rupiah": "IDR",
    "shekel": "ILS",
    "reais": "BRL",
    "mexican peso": "MXN",
    "peso": "peso",
    "dirham": "dirham",
    "riyal": "riyal",
    "naira": "NGN",
    "korean won": "KRW",
    "美元": "USD",
    "港元": "HKD",
    "欧元": "EUR",
    "日元": "JPY",
    "人民币": "CNY",
    "元": "CNY",
}

# Money by whose it is: "in Chinese currency", "in British money".
NATIONAL_MONEY = {
    whose: code
    for code, names in {
        "USD": "american / us / u.s.",
        "GBP": "british / uk / english",
        "EUR": "european",
        "CNY": "chinese",
        "JPY": "japanese",
        "SEK": "swedish",
        "NOK": "norwegian",
        "DKK": "danish",
        "ISK": "icelandic",
        "CHF": "swiss",
        "PLN": "polish",
        "CZK": "czech",
        "HUF": "hungarian",
        "TRY": "turkish",
        "RUB": "russian",
        "UAH": "ukrainian",
        "CAD": "canadian",
        "AUD": "australian",
        "NZD": "new zealand",
        "INR": "indian",
        "KRW": "korean / south korean",
        "HKD": "hong kong",
        "SGD": "singapore / singaporean",
        "TWD": "taiwanese",
        "THB": "thai",
        "VND": "vietnamese",
        "IDR": "indonesian",
        "MYR": "malaysian",
        "PHP": "philippine",
        "BRL": "brazilian",
        "MXN": "mexican",
        "ZAR": "south african",
        "NGN": "nigerian",
        "ILS": "israeli",
    }.items()
    for whose in names.split(" / ")
}

SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "mm": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "b": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "trillion": 10**12,
    "t": 10**12,
    "tn": 10**12,
    "trn": 10**12,
    "quadrillion": 10**15,
    "dozen": 12,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}

# Spans of time: the unit that they are counted in, and how many of it.
DURATIONS = {
    "second": ("second", 1),
    "sec": ("second", 1),
    "minute": ("minute", 1),
    "min": ("minute", 1),
    "hour": ("hour", 1),
    "hr": ("hour", 1),
    "day": ("day", 1),
    "week": ("week", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "quarter": ("quarter", 1),
    "year": ("year", 1),
    "yr": ("year", 1),
    "decade": ("year", 10),
    "century": ("year", 100),
    "centurie": ("year", 100),
}

MEASURES = {
    name: symbol
    for symbol, names in {
        "mm": "mm millimetre millimeter",
        "cm": "cm centimetre centimeter",
        "m": "m metre meter",
        "km": "km kilometre kilometer",
        "mi": "mi mile",
        "ft": "ft foot feet",
        "in": "inch inche",
        "ha": "ha hectare",
        "acre": "acre",
        "km²": "km²",
        "m²": "m²",
        "sq ft": "sq.ft sqft",
        "m³": "m³",
        "mg": "mg milligram milligramme",
        "g": "g gram gramme",
        "kg": "kg kilo kilogram kilogramme",
        "t": "tonne",
        "ton": "ton",
        "lb": "lb lbs",
        "ml": "ml millilitre milliliter",
        "l": "litre liter",
        "W": "W watt",
        "kW": "kW kilowatt",
        "MW": "MW megawatt",
        "GW": "GW gigawatt",
        "TW": "TW terawatt",
        "Wh": "Wh",
        "kWh": "kWh kilowatt-hour",
        "MWh": "MWh megawatt-hour",
        "GWh": "GWh gigawatt-hour",
        "TWh": "TWh terawatt-hour",
        "V": "V volt",
        "kV": "kV kilovolt",
        "Hz": "Hz hertz",
        "kHz": "kHz",
        "MHz": "MHz megahertz",
        "GHz": "GHz gigahertz",
        "KB": "KB kilobyte",
        "MB": "MB megabyte",
        "GB": "GB gigabyte",
        "TB": "TB terabyte",
        "PB": "PB petabyte",
        "°C": "°C",
        "°F": "°F",
        "°": "° degree",
        "km/h": "km/h kph",
        "mph": "mph",
        "Mbps": "Mbps",
        "Gbps": "Gbps",
        "ppm": "ppm",
        "dB": "dB decibel",
    }.items()
    for name in names.split()
} | {
    f"{power} {name}": symbol
    for power, names in {
        "square": {"metre": "m²", "meter": "m²", "kilometre": "km²", "kilometer": "km²", "foot": "sq ft",
                   "feet": "sq ft", "mile": "sq mi"},
        "cubic": {"metre": "m³", "meter": "m³", "foot": "cu ft", "feet": "cu ft", "kilometre": "km³"},
    }.items()
    for name, symbol in names.items()
}  # fmt: skip

# What a price is often for, beside a measure: "$82 a barrel", "€3 a share".
_PIECES = "barrel bottle bushel copy gallon head ounce person piece pound seat share ticket ton unit user vessel visit"
PIECES = frozenset(_PIECES.split())

IRREGULAR = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "teeth": "tooth",
    "feet": "foot",
    "mice": "mouse",
    "geese": "goose",
    "oxen": "ox",
    "sheep": "sheep",
    "fish": "fish",
    "aircraft": "aircraft",
    "spacecraft": "spacecraft",
    "species": "species",
    "series": "series",
    "staff": "staff",
    "personnel": "personnel",
    "cattle": "cattle",
    "deer": "deer",
    "police": "police",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "wolves": "wolf",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "shelves": "shelf",
    "halves": "half",
    "leaves": "leaf",
    "movies": "movie",
    "cookies": "cookie",
    "headquarters": "headquarters",
    "fishermen": "fisherman",
    "policemen": "policeman",
    "businesses": "business",
    "buses": "bus",
    "gases": "gas",
    "horses": "horse",
    "shares": "share",
    "crises": "crisis",
    "analyses": "analysis",
}
MEASURED = frozenset(MEASURES.values())
MEASURED_OR_TIMED = MEASURED | {unit for unit, _ in DURATIONS.values()}

_YEN = re.compile(r"\b(?:yen|jpy|japan|tokyo|nikkei)")
_YUAN = re.compile(r"\b(?:yuan|rmb|cny|renminbi|china|chinese)")
_LATIN = re.compile(r"[a-z]{2}[^aeio]uses$")  # viruses, campuses; not houses, causes
_NOT_PLURAL = re.compile(r"(?:ss|us|is|[^a-z0-9]s|\bs)$")


def is_plural(word: str) -> bool:
    """Say whether a lower-case word looks like a plural noun.

    >>> [is_plural(word) for word in ("clients", "people", "previous", "fast")]
    [True, True, False, False]
    """
    return word in IRREGULAR or (len(word) > 2 and word.endswith("s") and not _NOT_PLURAL.search(word))


def singular(word: str) -> str:
    """Name the singular of a counted noun; a word that is no plural comes back as it is.

    >>> [singular(word) for word in ("clients", "batteries", "boxes", "people", "series", "GPUs")]
    ['client', 'battery', 'box', 'person', 'series', 'GPU']
    """
    lowered = word.lower()
    if lowered in IRREGULAR:
        return IRREGULAR[lowered]
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        return word[:-1]
    if not lowered.endswith("s") or _NOT_PLURAL.search(lowered):
        return word
    if _LATIN.search(lowered):
        return word[:-2]
    if lowered.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if lowered.endswith(("sses", "xes", "ches", "shes", "zzes", "oes")) and len(word) > 4:
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """Write the plural of a counted noun's singular; a symbol stays as it is.

    >>> [plural(word) for word in ("client", "battery", "person", "km", "MAU")]
    ['clients', 'batteries', 'people', 'km', 'MAU']
    """
    if word in MEASURED or word in _MANY or not word.islower() or not word.isalpha():
        return _MANY.get(word, word)
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")


def currency(unit: str) -> str | None:
    """Name the currency of a unit of money, or None: "USD/month" is in USD.

    >>> currency("USD/month"), currency("krone"), currency("user")
    ('USD', 'krone', None)
    """
    first = unit.split("/", 1)[0]
    return first if first in CURRENCY_CODES or first in _UNCODED else None


_MANY = {one: many for many, one in reversed(IRREGULAR.items())}
_UNCODED = frozenset(CURRENCY_WORDS.values()) - CURRENCY_CODES


def yen_or_yuan(plain: str) -> str:
    """Decide "¥" by the words that the text has for it: yuan, unless only yen are spoken of."""
    return "JPY" if _YEN.search(plain) and not _YUAN.search(plain) else "CNY"
