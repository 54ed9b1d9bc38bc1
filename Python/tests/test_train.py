"""Models of one's own."""

from __future__ import annotations

import pickle
import subprocess

import attune
import numpy as np
import pytest
from attune import AttuneClassifier
from attune.__main__ import four_decimals

TEXTS = [
    f"{start} {what}"
    for start in ("hello", "please", "I ask again:", "sorry,", "good morning,")
    for what in ("where is my parcel", "the parcel did not come", "refund my money", "I was charged twice")
] * 3
LABELS = (["delivery"] * 2 + ["billing"] * 2) * 15


def test_train_save_load(tmp_path, command):
    model = attune.train(TEXTS, LABELS)
    assert model.labels == ("billing", "delivery") and not model.is_sentiment
    verdict = model.classify("my parcel, please")
    assert verdict.label == "delivery" and verdict.score == verdict.delivery
    assert attune.train(TEXTS, LABELS).to_bytes() == model.to_bytes()
    path = tmp_path / "mood.attune"
    model.save(path)
    assert attune.load(path).classify(TEXTS) == model.classify(TEXTS)
    assert pickle.loads(pickle.dumps(model)).classify(TEXTS) == model.classify(TEXTS)
    output = subprocess.run(
        [command, "classify", "-q", "--model", path], input="\n".join(TEXTS), capture_output=True, text=True
    ).stdout
    assert output.split("\n")[0] == "delivery\t" + "\t".join(
        four_decimals(value) for value in model.classify(TEXTS[0])[1:]
    )
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OSError):
        model.save(tmp_path / "none" / "mood.attune")


def test_the_same_model_as_on_the_command_line(tmp_path, command):
    table = tmp_path / "tickets.tsv"
    table.write_text("mood\tbody\n" + "".join(f"{label}\t{text}\n" for text, label in zip(TEXTS, LABELS)))
    arguments = ["train", table, "--text", "body", "--label", "mood", "-q", "--output", tmp_path / "command.attune"]
    subprocess.run([command, *arguments], check=True)
    other = attune.load(tmp_path / "command.attune")
    assert other.classify(TEXTS) == attune.train(TEXTS, LABELS).classify(TEXTS)


def test_go_on_from_a_model(model):
    texts = ["the blorp is here", "no blorp today"] * 20
    trained = model.train(texts, ["positive", "negative"] * 20)
    assert trained.labels == model.labels and model.classify("blorp").label == "unknown"
    assert trained.classify("the blorp is here").score > model.classify("the blorp is here").score
    with pytest.raises(attune.TrainingError, match="'great' is not a label") as error:
        model.train(["fine", "well"], ["positive", "great"])
    assert error.value.index == 1


def test_what_cannot_be_learned():
    with pytest.raises(attune.TrainingError, match="two labels"):
        attune.train(["good", "better"], ["positive", "positive"])
    with pytest.raises(attune.TrainingError, match="none"):
        attune.train([], [])
    with pytest.raises(attune.TrainingError, match="weight") as error:
        attune.train(["good", "bad"], ["a", "b"], [1, -1])
    assert error.value.index == 1
    with pytest.raises(attune.TrainingError, match="no label"):
        attune.train(["good", "bad"], ["a", None])
    with pytest.raises(ValueError, match="2 texts and 1 labels"):
        attune.train(["good", "bad"], ["a"])
    with pytest.raises(ValueError, match="algorithm"):
        attune.train(TEXTS, LABELS, algorithm="forest")
    with pytest.raises(ValueError, match="seed"):
        attune.train(TEXTS, LABELS, seed=0)
    with pytest.raises(attune.UnsupportedTypeError, match="text 1"):
        attune.train(["good", 3], ["a", "b"])
    assert attune.train([None, "", *TEXTS], ["billing", "nowhere", *LABELS]).labels == ("billing", "delivery")


def test_names_that_are_no_identifiers():
    labels = ["label", "very bad"] * 30
    model = attune.train(TEXTS, labels)
    assert model.fields == ("label", "score", "p_label", "very bad")
    assert set(model.classify(TEXTS[0]).probabilities) == {"p_label", "very bad"}
    assert model.classify(np.array(TEXTS)).dtype.names == model.fields


def test_classifier():
    from sklearn.base import clone
    from sklearn.exceptions import NotFittedError
    from sklearn.model_selection import GridSearchCV, cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    classifier = AttuneClassifier()
    with pytest.raises(NotFittedError):
        classifier.predict(TEXTS)
    assert clone(classifier).fit(TEXTS, LABELS).score(TEXTS, LABELS) == 1
    classifier.fit(np.array(TEXTS), np.array(LABELS) == "billing")
    assert classifier.classes_.tolist() == [False, True] and classifier.predict(["refund my money"]).tolist() == [True]
    probabilities = classifier.predict_proba(["refund my money", "", None])
    assert probabilities.shape == (3, 2) and np.allclose(probabilities.sum(axis=1), 1)
    assert classifier.predict([]).shape == (0,)
    numbers = [7 if label == "billing" else -3 for label in LABELS]
    assert set(AttuneClassifier().fit(TEXTS, numbers).predict(TEXTS)) == {7, -3}
    pipeline = make_pipeline(FunctionTransformer(lambda X: [text.lower() for text in X]), AttuneClassifier())
    assert cross_val_score(pipeline, TEXTS, LABELS, cv=3).mean() == 1
    search = GridSearchCV(AttuneClassifier(), {"algorithm": ["nb", "logistic"]}, cv=2).fit(TEXTS, LABELS)
    assert pickle.loads(pickle.dumps(search.best_estimator_)).predict(TEXTS).tolist() == LABELS
    based = AttuneClassifier(base=attune.load()).fit(["blorp", "no blorp"] * 9, ["positive", "negative"] * 9)
    assert based.classes_.tolist() == ["negative", "neutral", "positive"]


def test_classifier_refuses():
    with pytest.raises(ValueError, match="one class"):
        AttuneClassifier().fit(TEXTS, ["billing"] * len(TEXTS))
    with pytest.raises(ValueError, match="inconsistent"):
        AttuneClassifier().fit(TEXTS, LABELS[1:])
    with pytest.raises(ValueError, match="1D"):
        AttuneClassifier().fit(np.array([TEXTS]).T, LABELS)
    with pytest.raises(ValueError, match="target y is None"):
        AttuneClassifier().fit(TEXTS, None)
    with pytest.raises(TypeError, match="string object"):
        AttuneClassifier().fit("text", LABELS)


@pytest.mark.filterwarnings("ignore:Can't test estimator")
def test_checks_of_scikit_learn():
    """Those that do not insist on numbers."""
    from sklearn.utils.estimator_checks import check_estimator

    results = check_estimator(AttuneClassifier(), on_fail=None)
    assert len(results) > 0 and [result["check_name"] for result in results if result["status"] == "failed"] == []
