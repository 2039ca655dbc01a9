"""Same seed, same machine: the same weights, bit for bit, and the same text on any thread count."""

import os
import subprocess
import sys

# Prints the hashes of three trained networks, then what a notebook's compared cell would print.
TRAINING = """
import hashlib
import numpy as np
from digitlib import load_predictor
from digitlib.files import models_folder
from digitlib.learning.lesson import make_deterministic, train_lesson
from digitlib.network.keras_cnn import build_lesson_cnn
from digitlib.data.mnist import load_sample
images, labels = load_sample()[:2]
for seed in (7, 7, 8):
    model = train_lesson(images[:300], labels[:300], seed=seed, num_epochs=2, batch_size=50).model
    weights = b"".join(np.asarray(w).tobytes() for w in model.get_weights())
    print(hashlib.sha256(weights).hexdigest())
make_deterministic(0)
logits = build_lesson_cnn().predict(images[:300, :, :, None] / np.float32(255), verbose=0)
odds = np.exp(logits)
loss = -np.log(odds[np.arange(300), labels[:300]] / odds.sum(1)).mean()
shipped = load_predictor(models_folder() / "lesson_cnn.npz").probabilities(images)
print(f"{loss:.1f} {np.mean(shipped.argmax(1) == labels):.3f} {shipped.max(1).mean():.3f}")
"""


def run_training(root, threads: int) -> tuple[list[str], str]:
    """Run it in a fresh process on so many threads; return the hashes and the text."""
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
    *digests, text = done.stdout.splitlines()
    return digests, text


def test_seeds_fix_every_bit_and_thread_counts_change_nothing_that_is_printed(root):
    (first, again, other), text = run_training(root, threads=2)
    assert first == again != other
    assert run_training(root, threads=2) == ([first, again, other], text)
    assert run_training(root, threads=1)[1] == text
