"""An invented wire and articles made from it, for the tests of transmission."""

from __future__ import annotations

from naql.model import Article

WIRE = (
    "أعلنت وزارة الموارد المائية اليوم الثلاثاء أن منسوب بحيرة الرمانة ارتفع مترين بعد أمطار الأسبوع الماضي. "
    "وقال وكيل الوزارة سامر الدوغان إن فرق الصيانة فتحت ثلاث بوابات في السد الشرقي لتصريف الفائض نحو الوادي. "
    "وأوضح أن المزارعين في القرى القريبة تسلموا إنذارات مبكرة قبل وصول المياه بست ساعات. "
    "وغمرت السيول أجزاء من الطريق الزراعي بين البلدتين وتوقفت حركة الشاحنات حتى ساعات المساء. "
    "وتوقعت هيئة الأرصاد أن تنحسر الأمطار تدريجيا مع نهاية الأسبوع الجاري. "
    "ويعود آخر فيضان كبير في المنطقة إلى شتاء بعيد أتلف مئات البساتين وهدم جسرا خشبيا قديما."
)
"""Six sentences, about ninety words; «اليوم» is the day of the wire."""

OTHER = (
    "افتتح معرض الحرف اليدوية أبوابه في سوق النحاسين القديم أمام مئات الزوار من مدن الساحل. "
    "وعرضت نساجات من قرية السنديان سجادا صوفيا مصبوغا بقشور الرمان وأوراق الجوز. "
    "وقالت منظمة المعرض هند الطرزي إن ثلثي المعروضات بيع في اليومين الأولين."
)
OWN = (
    "زار وفد من طلاب الهندسة ميناء الصيد القديم واطلع على أعمال ترميم الرصيف الحجري. "
    "وتحدث الطلاب مع نجارين يبنون قوارب من خشب التوت ويصلحون شباكا ممزقة. "
    "ووعدت البلدية بمنح تدريبية صيفية لعشرين منهم في ورش الترميم المجاورة."
)


def article(
    name: str,
    text: str = WIRE,
    *,
    outlet: str | None = None,
    byline: str | None = None,
    published: str | None = None,
    kind: str | None = None,
) -> Article:
    """An article called `name`, by an outlet of that name, published to the day or the minute if at all."""
    precision = None if published is None else "day" if len(published) == 10 else "minute"
    given = kind or ("none" if published is None else "published")
    return Article(
        name, outlet or f"صحيفة {name}", None, text, published, given, precision, None, byline, "ar"
    )


def edited(text: str, *changes: tuple[str, str]) -> str:
    """A text with words replaced; each must stand in it."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text
