"""Hand-made facts modelled on the two seed articles, in both languages, and on news around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.document import Article, published_on
from kg.facts import ArticleFacts, Claim, Entity, EntityType, Evidence, Factuality, Link, Mention, Tenure, TimeSpan

STATE, ORGANIZATION, PERSON = EntityType.STATE, EntityType.ORGANIZATION, EntityType.PERSON

ENTITIES: Mapping[str, Entity] = {
    entity.key: entity
    for entity in (
        Entity("state/IRN", STATE, (("en", "Iran"), ("tr", "İran")), ("IRN", "Tahran", "Tehran"), "un-member", wikidata="Q794"),
        Entity("state/TUR", STATE, (("en", "Türkiye"), ("tr", "Türkiye")), ("TUR", "Turkey"), "un-member", capital="place/Ankara"),
        Entity("state/AZE", STATE, (("en", "Azerbaijan"), ("tr", "Azerbaycan")), ("AZE",), "un-member"),
        Entity("state/USA", STATE, (("en", "United States"), ("tr", "Amerika Birleşik Devletleri")), ("USA", "ABD", "US"), "un-member"),
        Entity("state/RUS", STATE, (("en", "Russia"), ("tr", "Rusya")), ("RUS",), "un-member"),
        Entity("organization/European_Union", ORGANIZATION, (("en", "European Union"), ("tr", "Avrupa Birliği")), ("EU", "AB"), "igo"),
        Entity("organization/P5+1", ORGANIZATION, (("en", "P5+1"), ("tr", "5+1 ülkeleri")), ("5+1",), "group",
               members=("state/RUS", "state/USA")),
        Entity("person/Catherine_Ashton", PERSON, (("en", "Catherine Ashton"), ("tr", "Catherine Ashton")), ("Ashton",),
               tenures=(Tenure("high-representative", "organization/European_Union", "2009-12-01", "2014-11-01"),)),
        Entity("person/Vladimir_Putin", PERSON, (("en", "Vladimir Putin"), ("tr", "Vladimir Putin")), ("Putin",),
               tenures=(Tenure("head-of-state", "state/RUS", "2012-05-07"),)),
        Entity("person/Said_Celili", PERSON, (("tr", "Said Celili"),), ("Said Celili",), known=False),
        Entity("place/Istanbul", EntityType.PLACE, (("en", "Istanbul"), ("tr", "İstanbul")), (), "city", country="state/TUR",
               coordinates=(41.01, 28.95)),
        Entity("place/Ankara", EntityType.PLACE, (("en", "Ankara"), ("tr", "Ankara")), (), "capital", country="state/TUR"),
        Entity("place/Erzurum", EntityType.PLACE, (("en", "Erzurum"), ("tr", "Erzurum")), (), "city", country="state/TUR"),
        Entity("agreement/Joint_Comprehensive_Plan_of_Action", EntityType.AGREEMENT,
               (("en", "Joint Comprehensive Plan of Action"), ("tr", "Kapsamlı Ortak Eylem Planı")), ("JCPOA", "KOEP")),
        Entity("agreement/NPT", EntityType.AGREEMENT, (("en", "Non-Proliferation Treaty"),), ("NPT",)),
    )
}  # fmt: skip

IRAN, TURKEY, AZERBAIJAN, USA, RUSSIA = "state/IRN", "state/TUR", "state/AZE", "state/USA", "state/RUS"
EU, P5, ASHTON, CELILI = "organization/European_Union", "organization/P5+1", "person/Catherine_Ashton", "person/Said_Celili"
PUTIN, ISTANBUL, ERZURUM, ANKARA = "person/Vladimir_Putin", "place/Istanbul", "place/Erzurum", "place/Ankara"
JCPOA = "agreement/Joint_Comprehensive_Plan_of_Action"


class Story:
    """Builds the facts of one article; offsets are found by searching the text."""

    def __init__(self, identifier: str, language: str, published: str | None, *sentences: str, source: str = "") -> None:
        """Join the sentences into the text."""
        day = published_on(published) if published else None
        self.article = Article(identifier, " ".join(sentences), language, day, title=sentences[0][:40], source=source)
        self.sentences = sentences
        self.links: list[Link] = []
        self.claims: list[Claim] = []

    def link(self, words: str, key: str, *, kind: str = "name") -> Story:
        """Link the first occurrence of some words."""
        start = self.article.text.index(words)
        number = next(i for i, s in enumerate(self.sentences) if words in s)
        self.links.append(Link(Mention(start, start + len(words), words, number, 1, kind, "ORG"), key, 0.9, ("state/TUR", 0.25)))
        return self

    def claim(self, kind: str, trigger: str, actors: Sequence[str], recipients: Sequence[str] = (), *, sentence: int = 0, time: str = "",
              place: str = "", factuality: str = "occurred", agreement: str = "", source: str = "", about: str = "",
              vector: tuple[float, ...] = ()) -> Story:  # fmt: skip
        """Add a claim that a sentence makes."""
        quote = self.sentences[sentence]
        start = self.article.text.index(quote)
        at = start + quote.index(trigger)
        begin, _, end = time.partition("/")
        self.claims.append(Claim(
            f"c{at}-{kind}", kind, tuple(actors), tuple(recipients), Factuality(factuality),
            Evidence(self.article.id, start, start + len(quote), quote, at, at + len(trigger), trigger, vector),
            f"{kind.lower()}.{self.article.language}.1", TimeSpan(begin, end or begin, time) if time else None,
            place, agreement, source, about, 0.8,
        ))  # fmt: skip
        return self

    def facts(self) -> ArticleFacts:
        """Return the facts with the entities that they use."""
        used = {link.entity for link in self.links} | {TURKEY}
        for claim in self.claims:
            used |= {key for key in (*claim.participants, claim.place, claim.agreement, claim.source) if key}
        return ArticleFacts(self.article, {key: ENTITIES[key] for key in used}, tuple(self.links), tuple(self.claims))


def english_seed() -> ArticleFacts:
    """EU–Iran talks in Istanbul, July 2025."""
    story = Story(
        "seed-en", "en", "2025-07-27",
        "European and Iranian officials have gathered in Istanbul, Turkey, for talks.",
        "The meeting, which began on July 24, 2025, marks a significant development.",
        "Iran is demanding that the European countries provide guarantees that the United States will not withdraw from the JCPOA again.",
        "The deal has been on the brink of collapse since the US withdrawal in 2018.",
        "The EU has imposed sanctions on Iran in response to its breach of the nuclear agreement.",
        source="Example News",
    )  # fmt: skip
    story.link("European", EU, kind="demonym").link("Iranian", IRAN, kind="demonym").link("Istanbul", ISTANBUL).link("JCPOA", JCPOA)
    story.claim("CONSULT", "gathered", [EU, IRAN], place=ISTANBUL)
    story.claim("CONSULT", "meeting", [IRAN, EU], sentence=1, time="2025-07-24", factuality="ongoing")
    story.claim("REJECT", "withdraw", [USA], sentence=2, factuality="hypothetical", agreement=JCPOA)
    story.claim("REQUEST", "demanding", [IRAN], [EU], sentence=2, about=story.claims[-1].id)
    story.claim("REJECT", "withdrawal", [USA], sentence=3, time="2018", agreement=JCPOA)
    return story.claim("SANCTION", "sanctions", [EU], [IRAN], sentence=4).facts()


def turkish_seed() -> ArticleFacts:
    """P5+1–Iran talks, November 2012, without apostrophes."""
    story = Story(
        "seed-tr", "tr", "2012-11-22",
        "Bu yıl Nisan ayında İstanbulda bir araya gelen 5+1 ile İran yeniden buluşacak.",
        "5+1 ülkeleri İrana Aralık ayında İstanbulda buluşmayı öneriyor.",
        "Türkiye, İran ve Azerbaycan Dışişleri Bakanları 28 Kasımda Erzurumda görüşme yapacak.",
        "15 Ekimde toplanan AB Dışişleri Bakanları, İrana karşı sert yaptırım kararları almıştı.",
        "AB Yüksek Temsilcisi Ashton, Said Celili ile temasa geçti.",
        source="Örnek Gazetesi",
    )  # fmt: skip
    story.link("İstanbulda", ISTANBUL).link("5+1", P5).link("İran", IRAN).link("Erzurumda", ERZURUM).link("Said Celili", CELILI)
    story.claim("CONSULT", "bir araya gelen", [P5, IRAN], time="2012-04", place=ISTANBUL)
    story.claim("CONSULT", "buluşmayı", [P5, IRAN], sentence=1, time="2012-12", place=ISTANBUL, factuality="planned")
    story.claim("REQUEST", "öneriyor", [P5], [IRAN], sentence=1, about=story.claims[-1].id)
    story.claim("CONSULT", "görüşme", [TURKEY, IRAN, AZERBAIJAN], sentence=2, time="2012-11-28", place=ERZURUM, factuality="planned")
    story.claim("SANCTION", "yaptırım", [EU], [IRAN], sentence=3, time="2012-10-15")
    return story.claim("CONSULT", "temasa", [ASHTON, EU, CELILI], sentence=4).facts()


def turkish_report() -> ArticleFacts:
    """Return the Istanbul talks of July 2025 in Turkish: the same event as the English seed's."""
    story = Story("rapor-tr", "tr", "2025-07-25",
                  "AB ve İran heyetleri 24 Temmuzda İstanbulda bir araya geldi.",
                  "İran yönetimi nükleer görüşmeleri kestiği iddiasını yalanladı.")  # fmt: skip
    story.link("AB", EU).link("İran", IRAN).link("İstanbulda", ISTANBUL)
    story.claim("CONSULT", "bir araya geldi", [EU, IRAN], time="2025-07-24", place=ISTANBUL)
    return story.claim("REJECT", "kestiği", [IRAN], [EU], sentence=1, factuality="denied", source=IRAN).facts()


def english_report() -> ArticleFacts:
    """Return news that contradicts the Turkish report of July 2025, and a person who acts for a state."""
    story = Story("report-en", "en", "2025-07-26", "Iran has broken off its talks with the European Union.",
                  "Russian President Vladimir Putin met Iranian officials in Ankara.")  # fmt: skip
    story.claim("REJECT", "broken off", [IRAN], [EU])
    return story.claim("CONSULT", "met", [PUTIN, RUSSIA, IRAN], sentence=1, place=ANKARA).facts()


def seeds() -> list[ArticleFacts]:
    """All four articles."""
    return [english_seed(), turkish_seed(), turkish_report(), english_report()]
