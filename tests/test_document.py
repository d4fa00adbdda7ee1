"""CoNLL-U in and out, and walks over a tree."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Article, Document, Period, Sentence, Token, from_conllu, published_on, to_conllu
from kg.errors import DataError

SIGNS = st.sampled_from("aIıİiğşçöüâÂéß’'`´\u0092\u0085\u2028\x1c\u00a0#_|=-.,%🙂٣漢 ")
WORDS = st.text(SIGNS | st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r"), min_size=1, max_size=8).filter(
    lambda word: word.strip() != ""
)
LEMMAS = WORDS.filter(lambda lemma: lemma != "_")  # CoNLL-U keeps it for "none"
NAMES = st.sampled_from(["O", "B-PER", "I-LOC", "B-NORP"])
FEATS = st.dictionaries(st.sampled_from(["Case", "Number", "VerbForm", "Person[psor]"]), st.sampled_from(["Nom", "Sing", "Conv", "1,2"]))

ERZURUM = """\
# sent_id = 1
1-2\tErzurumdaki\t_\t_\t_\t_\t_\t_\t_\t_
1\tErzurumda\tErzurum\tPROPN\t_\tCase=Loc\t3\tamod\t_\t_
2\tki\tki\tADP\t_\t_\t1\tcase\t_\t_
2.1\tolan\tol\tVERB\t_\t_\t_\t_\t_\t_
3\tgörüşme\tgörüşme\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_

"""


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Make any document: words split by one space, every third one of two parts that share its span."""
    text, sentences = "", []
    for index in range(draw(st.integers(0, 3))):
        tokens: list[Token] = []
        size = draw(st.integers(1, 6))
        for number in range(1, size + 1):
            if number % 3 == 0:
                start, end, word = tokens[-1].start, tokens[-1].end, draw(WORDS)
            else:
                word = draw(WORDS)
                start, end = len(text), len(text) + len(word)
                text += word + " "
            head = draw(st.integers(0, size))
            tokens.append(Token(number, word, draw(LEMMAS), "NOUN", head, "obl:tmod", start, end, draw(FEATS), draw(NAMES)))
        sentences.append(Sentence(index, tokens[0].start, max(t.end for t in tokens), tuple(tokens)))
    return Document(Article("haber-1", text, "tr"), tuple(sentences))


@given(documents())
def test_conllu_comes_back_as_it_was(document: Document) -> None:
    assert from_conllu(to_conllu(document), document.article) == document


@given(documents())
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(document: Document) -> None:
    text = "\ufeff" + to_conllu(document).replace("\n", "\r\n")
    assert from_conllu(text, document.article) == document


def test_what_would_break_a_row_is_written_as_a_space() -> None:
    token = Token(1, "a\tb\nc", "a\r\nb", "X", 0, "root", 0, 5)
    (sentence,) = from_conllu(to_conllu(Document(Article("x", "a\tb\nc"), (Sentence(0, 0, 5, (token,)),)))).sentences
    assert (sentence[1].text, sentence[1].lemma) == ("a b c", "a  b")


def test_hand_written_rows_become_running_text() -> None:
    document = from_conllu(ERZURUM)
    assert document.article.text == "Erzurumdaki görüşme."
    (sentence,) = document.sentences
    assert [document.quote(t.start, t.end) for t in sentence.tokens] == ["Erzurumdaki", "Erzurumdaki", "görüşme", "."]
    assert (sentence.start, sentence.end) == (0, 20)
    assert sentence[1].feats == {"Case": "Loc"} and sentence[2].feats == {}
    assert sentence.root().text == "görüşme"
    assert [t.text for t in sentence.children(sentence[3])] == ["Erzurumda", "."]


def test_rows_may_be_written_with_spaces() -> None:
    (sentence,) = from_conllu("1 Iran Iran PROPN _ _ 2 nsubj _ _\n2 agreed agree VERB _ _ 0 root _ _\n").sentences
    assert [t.lemma for t in sentence.tokens] == ["Iran", "agree"]


def test_nothing_gives_a_document_without_sentences() -> None:
    assert from_conllu("\n\n# a comment\n").sentences == ()
    assert from_conllu(to_conllu(Document(Article("x", ""), ()))).sentences == ()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1\tIran\tIran", "line 3: 3 columns instead of 10"),
        ("1\ta\ta\tX\t_\t_\t0\troot\t_\t_\t_", "line 3: 11 columns instead of 10"),
        ("x\tIran\tIran\tX\t_\t_\t0\troot\t_\t_", "line 3: the word index must be .* not 'x'"),
        ("1-x\tIran\tIran\tX\t_\t_\t0\troot\t_\t_", "line 3: the word index must be .* not '1-x'"),
        ("²\tIran\tIran\tX\t_\t_\t0\troot\t_\t_", "line 3: the word index must be"),
        ("1\tIran\tIran\tX\t_\t_\t_\troot\t_\t_", "line 3: the head must be a whole number, not '_'"),
        ("1\tIran\tIran\tX\t_\t_\t-1\troot\t_\t_", "line 3: the head must be a whole number, not '-1'"),
        ("1\tIran\tIran\tX\t_\t_\t0\troot\t_\tstart_char=a|end_char=4", "line 3: offsets must be whole numbers, not 'a'"),
        ("1\tIran\tIran\tX\t_\t_\t2\troot\t_\t_", "line 3: words count from 1 and heads point to one of them"),
        ("2\tIran\tIran\tX\t_\t_\t0\troot\t_\t_", "line 3: words count from 1"),
        ("0\tIran\tIran\tX\t_\t_\t0\troot\t_\t_", "line 3: words count from 1"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(row: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        from_conllu(f"# text = Iran\n\n{row}\n")


@given(st.dates() | st.builds(Period, st.integers(1, 9999), st.none() | st.integers(1, 12)))
def test_a_date_of_publication_comes_back(published: date | Period) -> None:
    assert published_on(published.isoformat()) == published == published_on(str(published))


@pytest.mark.parametrize("value", ["2012-13", "0000", "12-11", "soon", "2012-11-31"])
def test_what_is_no_date_of_publication(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        published_on(value)


def sentence_of(*heads: int) -> Sentence:
    return Sentence(0, 0, len(heads), tuple(Token(i, "w", "w", "X", head, "dep", i - 1, i) for i, head in enumerate(heads, 1)))


def test_walks_follow_the_heads() -> None:
    sentence = sentence_of(2, 0, 2, 3)
    assert [t.index for t in sentence.ancestors(sentence[4])] == [3, 2]
    assert [t.index for t in sentence.subtree(sentence[3])] == [3, 4]


def test_the_words_between_two_are_the_same_from_either_side() -> None:
    sentence = sentence_of(2, 0, 2, 3)
    one, two, _, four = sentence.tokens
    assert [token.index for token in sentence.between(one, four)] == [token.index for token in sentence.between(four, one)] == [2, 3]
    assert sentence.between(one, two) == sentence.between(one, one) == ()


@pytest.mark.parametrize("heads", [(2, 1), (1,), (2, 3, 1, 3), (2, 3, 2)])
def test_walks_end_where_a_parser_left_a_cycle(heads: tuple[int, ...]) -> None:
    sentence = sentence_of(*heads)
    for token in sentence.tokens:
        above = [t.index for t in sentence.ancestors(token)]
        assert len(above) == len(set(above)) and token.index not in above
        below = [t.index for t in sentence.subtree(token)]
        assert below == sorted(set(below)) and token.index in below
    assert sentence.root() is sentence[1]


@given(st.lists(st.integers(0, 6), min_size=6, max_size=6).map(tuple))
def test_walks_end_whatever_the_heads(heads: tuple[int, ...]) -> None:
    sentence = sentence_of(*heads)
    for token in sentence.tokens:
        for above in sentence.ancestors(token):
            assert token in sentence.subtree(above)
