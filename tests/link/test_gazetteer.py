"""The gazetteer: compiled the same every time, complete when loaded, faults told all at once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kg.errors import DataError, KnowledgeError
from kg.link import Gazetteer, compile_gazetteer, load_gazetteer, office_holder
from kg.link.atoms import atoms_of
from kg.link.nil import slug
from kg.link.sources import COLUMNS, local_name
from kg.resources import ontology_dir

ROWS = {
    "states": "IRN\tIR\tIran\tİran\tPersia\t\tIranian\tİranlı\tTehran\tTahran\tIRN\tIran\tun-member\tQ794",
    "organizations": "Iranian Club\tigo\tIranian Club\tİran Kulübü\t\tsözde kulüp\tIC\t\t\tIRN\t",
    "persons": "Ali Reza\tAli Reza\tAli Rıza\t\t\tpresident@IRN@2001@2005-03\t",
    "places": "Tehran\tTehran\tTahran\t\t\tIRN\tcapital\t35.7\t51.4\t112931\tQ3616",
    "agreements": 'Tea "Pact"\tTea "Pact"\tÇay Paktı\t\t\ttreaty\t1999-05-01\tTehran\tIRN|Iranian Club',
    "offices": "president\tpresident\tcumhurbaşkanı",
    "ambiguous": "organization\tshort-or-word-acronym\tIC\tIranian Club",
}
ORDER = {
    "states": "iso3 iso2 en_label tr_label en_aliases tr_aliases en_demonyms tr_demonyms capital_en capital_tr cameo id status wikidata",
    "organizations": "id kind en_label tr_label en_aliases tr_aliases acronyms_en acronyms_tr parent members wikidata",
    "persons": "id en_label tr_label en_aliases tr_aliases offices wikidata",
    "places": "id en_label tr_label en_aliases tr_aliases country_iso3 kind lat lon geonames wikidata",
    "agreements": "id en_label tr_label en_aliases tr_aliases kind date_signed place parties",
    "offices": "id en_patterns tr_patterns",
    "ambiguous": "kind type alias ids",
}


def write_tables(folder: Path, **changed: str) -> Path:
    folder.mkdir()
    for table in COLUMNS:
        (folder / f"{table}.tsv").write_text(
            ORDER[table].replace(" ", "\t") + "\n" + changed.get(table, ROWS[table]) + "\n", encoding="utf-8"
        )
    return folder


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_tables(tmp_path / "tables")
    first, second = (compile_gazetteer(source, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_what_is_compiled_is_read_back(tmp_path: Path) -> None:
    compile_gazetteer(write_tables(tmp_path / "tables"), tmp_path / "out")
    read = load_gazetteer(tmp_path / "out")
    iran, club = read.entities["state/IRN"], read.entities["organization/Iranian_Club"]
    assert {"IRN", "IR", "Iran", "İran", "Persia"} <= set(iran.names)
    assert (iran.capital, iran.wikidata, iran.kind) == ("place/Tehran", "Q794", "un-member")
    assert (club.members, club.kind) == (("state/IRN",), "igo")
    assert read.entities["place/Tehran"].coordinates == (35.7, 51.4)
    tenure = read.entities["person/Ali_Reza"].tenures[0]
    assert (tenure.role, tenure.body, tenure.begin, tenure.end) == ("president", "state/IRN", "2001", "2005-03")
    assert read.entities["agreement/Tea_%22Pact%22"].label("en") == 'Tea "Pact"'
    assert 'skos:hiddenLabel "sözde kulüp"@tr' in (tmp_path / "out" / "organizations.ttl").read_text(encoding="utf-8")


def test_own_tables_beside_the_target_are_added(tmp_path: Path) -> None:
    extra = tmp_path / "out" / "extra"
    extra.mkdir(parents=True)
    (extra / "offices.tsv").write_text("id\ten_patterns\ttr_patterns\nking\tking\tkral\n", encoding="utf-8")
    compile_gazetteer(write_tables(tmp_path / "tables"), tmp_path / "out")
    assert "<office/king>" in (tmp_path / "out" / "offices.ttl").read_text(encoding="utf-8")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    source = write_tables(
        tmp_path / "tables",
        persons="Ali Reza\tAli Reza\tAli Rıza\t\t\tpresident@XXX@2001@2005\t\nBad\tBad\tKötü\t\t\tking@IRN@soon@\tP31",
        places="Tehran\tTehran\t\t\t\tIRN\tcapital\t95\t51.4\t\t",
    )
    with pytest.raises(KnowledgeError) as caught:
        compile_gazetteer(source, tmp_path / "out")
    faults = "\n".join(caught.value.faults)
    for fault in ("persons.tsv:3: 'Bad': wikidata 'P31'", "'king@IRN@soon@'", "body 'XXX'", "places.tsv:2: 'Tehran': en_label", "lat '95'"):
        assert fault in faults
    assert not (tmp_path / "out").exists()


def test_a_missing_gazetteer_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="kg gazetteer"):
        load_gazetteer(tmp_path / "nothing")


def test_unknown_usage_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(ontology_dir() / "gazetteer", folder)
    (folder / "usage.toml").write_text("[wrong]\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="unknown key 'wrong'"):
        load_gazetteer(folder)


def test_every_reference_resolves(gazetteer: Gazetteer) -> None:
    for entity in gazetteer.entities.values():
        for key in (entity.capital, entity.country, entity.parent, *entity.members, *(tenure.body for tenure in entity.tenures)):
            assert not key or key in gazetteer.entities


def test_offices_by_date(gazetteer: Gazetteer) -> None:
    assert office_holder(gazetteer, "foreign minister", "state/TUR", date(2016, 8, 1), "en") == "person/Mevlüt_Çavuşoğlu"
    assert office_holder(gazetteer, "Dışişleri Bakanının", "state/TUR", date(2012, 8, 1), "tr") == "person/Ahmet_Davutoğlu"
    assert office_holder(gazetteer, "chief gardener", "state/TUR", date(2012, 8, 1), "en") is None


@pytest.mark.parametrize(
    ("text", "expected"), [("P5+1", ["p5", "+", "1"]), ("İran'ın", ["iran", "in"]), ("AB–Türkiye", ["ab", "turkiye"]), ("", [])]
)
def test_atoms(text: str, expected: list[str]) -> None:
    assert [atom.folded for atom in atoms_of(text)] == expected


def test_keys() -> None:
    assert local_name("Imia/Kardak") == "Imia%2FKardak"
    assert slug("Ivica Dačić") == "ivica_dacic"
