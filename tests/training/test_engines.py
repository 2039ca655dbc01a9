"""The engines that notebook 09 compares give NumPy's logits, one digit or many at a time."""

import shutil

import numpy as np
import pytest

import digitlib
from digitlib.network.export import compare
from training import engines


def test_engines_answer_alike_whatever_the_batch(tmp_path, digits):
    pytest.importorskip("onnxruntime")
    frames, network = digits.x_test[:40], digitlib.load_predictor().network
    engines.write_files(tmp_path, digits.x_train[:60])
    for name, (file, load) in engines.engines_in(tmp_path).items():
        assert file.is_file()
        run = load(file)
        logits = np.concatenate([run(frames[:1]), run(frames[1:]), run(frames[:1])])
        check = compare(network, logits, np.concatenate([frames, frames[:1]]))
        assert check.same >= 40, name
        assert check.shift < (3 if "int8" in name else 0.1), name


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
def test_the_script_of_the_page_runs_in_node(digits):
    frames, network = digits.x_test[:5], digitlib.load_predictor().network
    ran = engines.run_javascript(frames)
    assert compare(network, np.array(ran["rows"]), frames).shift < 0.1
    assert len(ran["times"]) == 5
    assert ran["memory"] > 10
