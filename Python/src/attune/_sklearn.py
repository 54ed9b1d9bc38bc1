"""Attune as a classifier of scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, column_or_1d

from ._errors import UnsupportedTypeError
from ._model import Model, train

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sklearn.utils import Tags


class AttuneClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns two or more labels of any kind from texts, and predicts them. It can be used in a pipeline, a grid search
    or a cross-validation, and takes texts as they are, without a vectorizer.

        >>> from attune import AttuneClassifier
        >>> AttuneClassifier().fit(texts, labels).predict(["where is my parcel"])

    Parameters
    ----------
    algorithm : {"logistic", "nb"}, default="logistic"
        Logistic regression on naive-Bayes priors, or naive Bayes alone.
    base : Model or None, default=None
        A model to start from, as in ``attune.load()``; the labels must then be among its own.
    passes : int or None, default=None
        Maximum number of passes over the texts. The best number is determined on held-out parts.
    max_features : int or None, default=None
        Maximum number of features to keep.
    balance : bool, default=False
        Whether every class has the same total weight.
    random_state : int or None, default=None
        The same texts, labels and state give the same model; None always stands for the same state.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The labels, sorted.
    model_ : Model
        What was learned.
    """

    def __init__(
        self,
        *,
        algorithm: str = "logistic",
        base: Model | None = None,
        passes: int | None = None,
        max_features: int | None = None,
        balance: bool = False,
        random_state: int | None = None,
    ) -> None:
        self.algorithm = algorithm
        self.base = base
        self.passes = passes
        self.max_features = max_features
        self.balance = balance
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags

    def fit(self, X: Iterable[Any], y: Iterable[Any], sample_weight: Iterable[float] | None = None) -> AttuneClassifier:
        """Learns.

        Parameters
        ----------
        X : iterable of str of shape (n_samples,)
        y : array-like of shape (n_samples,)
        sample_weight : array-like of shape (n_samples,), default=None

        Raises
        ------
        TrainingError
            Nothing can be learned from these texts and labels.
        """
        if self.base is not None and not isinstance(self.base, Model):
            raise UnsupportedTypeError(f"base is a Model or None, not {type(self.base).__name__}")
        texts = _texts(X)
        if y is None:
            raise ValueError("This AttuneClassifier estimator requires y to be passed, but the target y is None.")
        labels = column_or_1d(y, warn=True)
        check_classification_targets(labels)
        if len(labels) != len(texts):
            raise ValueError(f"Found input variables with inconsistent numbers of samples: {[len(texts), len(labels)]}")
        weights = None if sample_weight is None else _check_sample_weight(sample_weight, labels)
        self.classes_, numbers = np.unique(labels, return_inverse=True)
        if self.base is None:
            if len(self.classes_) < 2:
                raise ValueError(f"Classifier can't train when only one class is present: {self.classes_.tolist()}")
            # Names whose order is that of the classes, whatever these are.
            names = [f"{number:09d}" for number in range(len(self.classes_))]
            seed = 1 if self.random_state is None else int(self.random_state) + 1
            self.model_ = train(
                texts,
                [names[number] for number in numbers],
                weights,
                algorithm=self.algorithm,
                seed=seed,
                passes=self.passes,
                max_features=self.max_features,
                balance=self.balance,
            )
            self.classes_ = self.classes_[[int(name) for name in self.model_.labels]]
        else:
            self.model_ = self.base.train(
                texts,
                [str(label) for label in labels],
                weights,
                seed=1 if self.random_state is None else int(self.random_state) + 1,
                passes=self.passes,
                balance=self.balance,
            )
            self.classes_ = np.array(self.model_.labels)
        return self

    def predict_proba(self, X: Iterable[Any]) -> np.ndarray[Any, Any]:
        """Probabilities.

        Parameters
        ----------
        X : iterable of str of shape (n_samples,)

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            In the order of ``classes_``. A missing text gets the probabilities of a text about which nothing is known.
        """
        check_is_fitted(self)
        texts = ["" if text is None or text != text else text for text in _texts(X)]
        result = self.model_.classify(np.array(texts, dtype=object))
        numbers = np.column_stack([result[name] for name in self.model_.fields[2:]]).astype(np.float64)
        shares: np.ndarray[Any, Any] = numbers / numbers.sum(axis=1, keepdims=True)
        return shares

    def predict(self, X: Iterable[Any]) -> np.ndarray[Any, Any]:
        """The most probable label of each text.

        Parameters
        ----------
        X : iterable of str of shape (n_samples,)

        Returns
        -------
        ndarray of shape (n_samples,)
        """
        probabilities = self.predict_proba(X)
        best = probabilities.argmax(axis=1) if len(probabilities) else np.zeros(0, np.intp)
        labels: np.ndarray[Any, Any] = self.classes_[best]
        return labels


def _texts(X: Iterable[Any]) -> list[Any]:
    if isinstance(X, (str, bytes)):
        raise UnsupportedTypeError("Iterable over raw text documents expected, string object received.")
    if getattr(X, "ndim", 1) != 1:
        raise ValueError(f"Expected 1D array, got {X.ndim}D array instead: one text a row")  # type: ignore[attr-defined]
    return X.tolist() if hasattr(X, "tolist") else list(X)
