"""Same seed, same machine: the same weights, bit for bit, and the same text on any thread count."""

import os
import subprocess
import sys

import numpy as np

from digitlib.learning.lesson import train_lesson

# Prints the hash of the weights, then what a notebook's compared cell would print.
TRAINING = """
import hashlib
import numpy as np
from digitlib import load_predictor
from digitlib.files import models_folder
from digitlib.learning.lesson import make_deterministic, train_lesson
from digitlib.network.keras_cnn import build_lesson_cnn
from digitlib.data.mnist import load_sample
images, labels = load_sample()[:2]
model = train_lesson(images[:300], labels[:300], seed=7, num_epochs=2, batch_size=50).model
digest = hashlib.sha256(b"".join(np.asarray(w).tobytes() for w in model.get_weights()))
print(digest.hexdigest())
make_deterministic(0)
logits = build_lesson_cnn().predict(images[:300, :, :, None] / np.float32(255), verbose=0)
odds = np.exp(logits)
loss = -np.log(odds[np.arange(300), labels[:300]] / odds.sum(1)).mean()
shipped = load_predictor(models_folder() / "lesson_cnn.npz").probabilities(images)
print(f"{loss:.1f} {np.mean(shipped.argmax(1) == labels):.3f} {shipped.max(1).mean():.3f}")
"""


def run_training(root, threads: int) -> tuple[str, str]:
    """Run it in a fresh process on so many threads; return the hash and the text."""
    names = ("TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    done = subprocess.run(
        [sys.executable, "-c", TRAINING],
        cwd=root,
        env=os.environ | dict.fromkeys(names, str(threads)),
        capture_output=True,
        text=True,
        timeout=280,
        check=True,
    )
    digest, text = done.stdout.splitlines()
    return digest, text


def test_two_trainings_in_one_process_are_bit_identical(digits):
    images, labels = digits.x_train[:300], digits.y_train[:300]
    first, second, other = (
        train_lesson(images, labels, seed=seed, num_epochs=2, batch_size=50).model.get_weights()
        for seed in (5, 5, 6)
    )
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_processes_agree_to_the_bit_and_thread_counts_in_what_is_printed(root):
    first, second, single = (run_training(root, threads) for threads in (2, 2, 1))
    assert first == second
    assert single[1] == first[1]
