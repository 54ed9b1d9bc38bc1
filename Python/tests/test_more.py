"""What models say besides sentiment: the same as the command says."""

import json
import multiprocessing
import pickle
import subprocess
import threading

import attune
import pytest

TEXTS = [
    "I was charged twice and nobody answers my e-mails!! Cancel my account.",
    "Lovely room 😀 and kind staff, but the bill was wrong.",
    "Thank you so much for the refund!",
    "é \"quoted\" \\ refund \t",
    "",
]


def said(command, texts, *options):
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    done = subprocess.run([command, "classify", "-q", "--format", "jsonl", *options], input=lines.encode(), capture_output=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_tones_aspects_and_urgency_are_those_of_the_command(model, command):
    for text, line in zip(TEXTS, said(command, TEXTS, "--tone", "--aspects", "--urgency"), strict=True):
        tones = model.tones(text)
        assert [tone["label"] for tone in tones] == [tone["label"] for tone in line["tone"]]
        assert [tone["probability"] for tone in tones] == pytest.approx(
            [tone["probability"] for tone in line["tone"]], abs=1e-4
        )
        mentions = model.aspects(text)
        for mention, expected in zip(mentions, line["aspects"], strict=True):
            assert mention.pop("score") == pytest.approx(expected.pop("score"), abs=1e-4)
            assert mention == expected
            assert text.encode()[mention["start"] : mention["end"]].decode() == mention["term"]
        urgency = model.urgency(text)
        assert urgency["score"] == pytest.approx(line["urgency"]["score"], abs=1e-4)
        assert urgency["reasons"] == line["urgency"]["reasons"]
    assert {tone["label"] for tone in model.tones(TEXTS[2], all=True)} >= {"gratitude"}


def test_replies_are_judged_as_by_the_command(model, command):
    pairs = [
        ("Where is my parcel? I'm furious. Ann", "Dear Ann, I'm so sorry. I will call the depot now.", "chat"),
        ("I was charged twice!", "Calm down 😀", "social"),
        (None, "Could you tell me more?", "email"),
        ("What time do you open?", "At nine.", "phone"),
    ]
    lines = "".join(
        json.dumps({"reply": reply, "channel": channel} | ({"customer": customer} if customer else {})) + "\n"
        for customer, reply, channel in pairs
    )
    done = subprocess.run([command, "reply", "-q", "--format", "jsonl"], input=lines.encode(), capture_output=True)
    for (customer, reply, channel), line in zip(pairs, done.stdout.splitlines(), strict=True):
        assert model.reply(reply, customer, channel=channel) == json.loads(line)["empathy"]


def test_what_cannot_be_said(model):
    for say in (model.tones, model.aspects, model.urgency, model.reply):
        with pytest.raises(attune.UnsupportedTypeError):
            say(None)
    with pytest.raises(ValueError, match="fax"):
        model.reply("Hello", channel="fax")
    colours = attune.train(["red rose", "blue sky"] * 5, ["red", "blue"] * 5)
    for say in (colours.tones, colours.aspects, colours.urgency, colours.reply):
        with pytest.raises(ValueError):
            say("red")


def test_many_threads_and_a_fork(model):
    expected = model.urgency(TEXTS[0])
    found = []
    threads = [threading.Thread(target=lambda: found.append(model.urgency(TEXTS[0]))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(model.urgency, (TEXTS[0],)) == expected


GERMAN = "Das Paket ist leider noch immer nicht bei uns angekommen."


def test_own_words_count(model, command, tmp_path):
    lexicon, ignored = {"glorp": 3, "not my cup of tea": -2.5}, ["Grace"]
    own = model.with_lexicon(lexicon, ignore=ignored)
    texts = ["The menu is glorp", "It is not my cup of tea at all", "Grace has the keys", "good"]
    (tmp_path / "words.tsv").write_text("".join(f"{term}\t{valence}\n" for term, valence in lexicon.items()))
    (tmp_path / "names.txt").write_text("Grace\n")
    options = ["--lexicon", str(tmp_path / "words.tsv"), "--ignore", str(tmp_path / "names.txt")]
    for text, line in zip(texts, said(command, texts, *options), strict=True):
        assert own.classify(text).score == pytest.approx(line["sentiment"]["score"], abs=1e-4)
    assert [verdict.score for verdict in own.classify(texts)] == [own.classify(text).score for text in texts]
    assert model.classify("The menu is glorp").score < own.classify("The menu is glorp").score
    kinds = {part["kind"] for part in own.explain("Grace is glorp")["parts"]}
    assert {"lexicon", "ignored"} <= kinds
    copy = pickle.loads(pickle.dumps(own))
    assert copy.classify(texts[0]) == own.classify(texts[0])
    assert own.with_lexicon().classify(texts[0]) == model.classify(texts[0])


@pytest.mark.parametrize(
    "lexicon, ignore, error",
    [
        ({"fine": 5}, [], ValueError),
        ({"fine": float("nan")}, [], ValueError),
        ({"--": 1}, [], ValueError),
        ({"fine": "3"}, [], attune.UnsupportedTypeError),
        ({"fine": None}, [], attune.UnsupportedTypeError),
        ({3: 1}, [], attune.UnsupportedTypeError),
        ({"fine": 1}, ["FINE"], ValueError),
        ({}, "Grace", attune.UnsupportedTypeError),
        ({}, [None], (attune.UnsupportedTypeError, ValueError)),
        ({"a " * 17: 1}, [], ValueError),
    ],
)
def test_own_words_that_cannot_be(model, lexicon, ignore, error):
    with pytest.raises(error):
        model.with_lexicon(lexicon, ignore=ignore)


def test_other_languages_are_unknown(model):
    assert attune.language(GERMAN) == "de"
    assert attune.language("The parcel has not arrived yet.") is None
    assert attune.language(b"\xff") is None
    assert model.classify(GERMAN).label == "unknown"
    assert [verdict.label for verdict in model.classify([GERMAN, "good"])] == ["unknown", "positive"]
