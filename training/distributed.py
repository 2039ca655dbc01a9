"""Train the lesson's network on several devices or machines at once.

    python -m training.distributed                  one process
    python -m training.distributed --devices 2      one process, two logical devices
    python -m training.distributed --workers 2      two processes here, over loopback
    python -m training.distributed --fit            Keras's own fit instead of our loop
    python -m training.distributed --record         all of these; writes models/machines.json

Where the variable TF_CONFIG describes a cluster, the first form is what every machine of it runs:

    TF_CONFIG='{"cluster": {"worker": ["one:2222", "two:2222"]},
                "task": {"type": "worker", "index": 0}}' python -m training.distributed

Every process prints a line of JSON. The same `checksum` of what is trained, in all of them, is
the proof that they shared their gradients. What batch normalisation counts of the digits that
pass, `statistics_checksum`, every machine keeps for itself: save the network of worker 0.
training/CLUSTER.md tells how to run it on a real cluster.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import tensorflow

import digitlib
from digitlib.files import atomic_path, models_folder
from digitlib.learning.lesson_data import split_validation

# A strategy must come before TensorFlow's first operation, so what needs Keras, and runs one when
# it is imported, is imported inside the functions.
BATCH_SIZE = 256  # of all devices together
NUM_WARM_UP = 5  # steps that are not timed: TensorFlow compiles in the first
NUM_EXCHANGES, NUM_TURNS = 20, 3


def main(arguments: list[str] | None = None) -> int:
    """Train, or start the workers that do, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m training.distributed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--steps", type=int, default=60, help="of 256 digits each (default: 60)")
    parser.add_argument("--devices", type=int, default=1, help="logical devices of a process")
    parser.add_argument("--threads", type=int, default=1, help="a process may use so many")
    parser.add_argument("--workers", type=int, help="start so many processes on this machine")
    parser.add_argument("--fit", action="store_true", help="use Keras's fit")
    parser.add_argument("--record", action="store_true", help="measure for notebook 09")
    chosen = parser.parse_args(arguments)
    if chosen.steps <= NUM_WARM_UP:
        parser.error(f"--steps must be more than the {NUM_WARM_UP} that are not timed")
    if chosen.record:
        return record_machines(models_folder() / "machines.json", chosen.steps)
    if chosen.workers:
        options = ["--steps", str(chosen.steps), "--threads", str(chosen.threads)]
        return start_workers(chosen.workers, options + ["--fit"] * chosen.fit)
    strategy = make_strategy(chosen.devices, chosen.threads)
    try:
        print(json.dumps(train(strategy, chosen.steps, chosen.fit)), flush=True)
    except ValueError as fault:
        print(f"{type(fault).__name__}: {str(fault).splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


def record_machines(path: Path, num_steps: int) -> int:
    """Run every form, each in processes of its own and in turns, and write down what they say.

    A busy machine is busy for every form of a turn. So what counts is the `ratio` of a form's
    digits a second to those of one process in the same turn. How busy it was before is noted as
    `load`, how many processes wanted to run, on average, in the minute before.
    """
    forms = {
        "one process": [],
        "two devices": ["--devices", "2"],
        "two workers": ["--workers", "2"],
    }
    told: dict[str, list] = {name: [] for name in forms}
    machine = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    for _ in range(NUM_TURNS):
        for name, options in forms.items():
            ran = run_here(*options, "--steps", str(num_steps))
            if ran.returncode:
                sys.exit(f"{name} failed:\n{ran.stderr[-2000:]}")
            workers = [json.loads(line) for line in ran.stdout.splitlines()]
            workers.sort(key=lambda worker: worker["worker"])
            told[name].append(workers)
            alone = told["one process"][-1][0]["digits_per_second"]
            workers[0]["ratio"] = workers[0]["digits_per_second"] / alone
            print(f"{name}: {workers}", flush=True)
    failed = run_here("--workers", "2", "--fit", "--steps", "10").stderr.splitlines()
    fit = next((line for line in failed if line.startswith("ValueError")), "no error any more")
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(machine | {"fit": fit, "forms": told}, indent=1))
    return 0


def run_here(*options: str) -> subprocess.CompletedProcess:
    """Run this program once more, in a process of its own."""
    command = [sys.executable, "-m", "training.distributed", *options]
    return subprocess.run(command, capture_output=True, text=True)


def start_workers(number: int, options: list[str]) -> int:
    """Start `number` processes of this program that talk over loopback; wait for all of them."""
    command = [sys.executable, "-m", "training.distributed", *options]
    cluster = {"worker": [f"localhost:{port}" for port in free_ports(number)]}
    running = []
    for index in range(number):
        task = {"cluster": cluster, "task": {"type": "worker", "index": index}}
        running.append(subprocess.Popen(command, env=os.environ | {"TF_CONFIG": json.dumps(task)}))
    try:
        codes = [None]
        while None in codes and not any(codes):
            time.sleep(0.2)
            codes = [process.poll() for process in running]
        return 1 if any(codes) else 0
    finally:
        for process in running:
            process.kill()  # after an error or Ctrl-C no worker waits for the others for ever


def free_ports(number: int) -> list[int]:
    """Return ports of this machine that nobody uses at the moment."""
    sockets = [socket.create_server(("localhost", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def make_strategy(devices: int, threads: int):
    """Return TensorFlow's strategy: across machines if TF_CONFIG is set, else across devices."""
    settings = tensorflow.config
    settings.threading.set_intra_op_parallelism_threads(threads)
    settings.threading.set_inter_op_parallelism_threads(threads)
    [processor] = settings.list_physical_devices("CPU")
    logical = [settings.LogicalDeviceConfiguration()] * devices
    settings.set_logical_device_configuration(processor, logical)
    if "TF_CONFIG" in os.environ:
        return tensorflow.distribute.MultiWorkerMirroredStrategy()
    names = [f"CPU:{number}" for number in range(devices)]
    return tensorflow.distribute.MirroredStrategy(names)


def train(strategy, num_steps: int, use_fit: bool = False) -> dict:
    """Train for some steps on MNIST, or the offline sample, and return what was measured."""
    from digitlib.learning.lesson import PEAK_LEARNING_RATE, make_deterministic, one_cycle
    from digitlib.network.keras_cnn import as_input, build_lesson_cnn, keras

    make_deterministic(0)
    digits = digitlib.load_digits()
    training, validation = split_validation(digits.x_train, digits.y_train)
    with strategy.scope():
        model = build_lesson_cnn()
        optimizer = keras.optimizers.Adam(one_cycle(num_steps, PEAK_LEARNING_RATE))
        optimizer.build(model.trainable_variables)
    batches, speed = make_batches(training), {}
    if use_fit:
        model.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        model.fit(batches, epochs=1, steps_per_epoch=num_steps, verbose=0)
    else:
        shared = strategy.experimental_distribute_dataset(batches)
        speed = fit_by_hand(strategy, model, optimizer, shared, num_steps)
    answers = model(as_input(validation.images[:1000]), training=False).numpy().argmax(axis=1)
    return {
        "strategy": type(strategy).__name__,
        "worker": strategy.cluster_resolver.task_id if "TF_CONFIG" in os.environ else 0,
        "replicas": strategy.num_replicas_in_sync,
        "checksum": checksum(model.trainable_variables),
        "statistics_checksum": checksum(model.non_trainable_variables),
        "accuracy": float(np.mean(answers == validation.labels[:1000])),
        **speed,
    }


def checksum(variables) -> float:
    """Return the sum of all sizes, in double precision: equal weights give equal sums."""
    return sum(float(np.abs(np.float64(variable)).sum()) for variable in variables)


def make_batches(training) -> "tensorflow.data.Dataset":
    """Return batches without end; each worker takes its own share of every one."""
    from digitlib.network.keras_cnn import as_input

    options = tensorflow.data.Options()
    options.experimental_distribute.auto_shard_policy = (
        tensorflow.data.experimental.AutoShardPolicy.DATA
    )
    pairs = as_input(training.images), training.labels.astype(np.int64)
    dataset = tensorflow.data.Dataset.from_tensor_slices(pairs)
    shuffled = dataset.shuffle(10_000, seed=0).repeat()
    return shuffled.batch(BATCH_SIZE, drop_remainder=True).with_options(options)


def fit_by_hand(strategy, model, optimizer, batches, num_steps: int) -> dict[str, float]:
    """Take the steps: gradients of each device's digits, their sum, one step for all alike."""
    from digitlib.network.keras_cnn import keras

    def step_of_one_device(images, labels):
        with tensorflow.GradientTape() as tape:
            losses = keras.losses.sparse_categorical_crossentropy(
                labels, model(images, training=True), from_logits=True
            )
            loss = tensorflow.reduce_sum(losses) / BATCH_SIZE
        gradients = tape.gradient(loss, model.trainable_variables)
        # The only place where devices and machines talk to each other:
        gradients = tensorflow.distribute.get_replica_context().all_reduce("sum", gradients)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    @tensorflow.function
    def step(images, labels):
        losses = strategy.run(step_of_one_device, (images, labels))
        return strategy.reduce("sum", losses, axis=None)

    pairs = iter(batches)
    for number in range(num_steps):
        loss = float(step(*next(pairs)))  # a float waits until the step is done
        if number == NUM_WARM_UP - 1:
            begun = time.perf_counter()
    seconds = time.perf_counter() - begun
    return {
        "loss": loss,
        "digits_per_second": BATCH_SIZE * (num_steps - NUM_WARM_UP) / seconds,
        "exchange_milliseconds": time_exchange(strategy, model),
        "exchanged_bytes": 4 * sum(int(np.prod(v.shape)) for v in model.trainable_variables),
    }


def time_exchange(strategy, model) -> float:
    """Return the milliseconds of one exchange of gradients, without any computing."""
    zeros = [tensorflow.zeros(variable.shape) for variable in model.trainable_variables]

    @tensorflow.function
    def exchange():
        def of_one_device():
            context = tensorflow.distribute.get_replica_context()
            return context.all_reduce("sum", zeros)[0]

        return strategy.run(of_one_device)

    def wait() -> None:
        strategy.experimental_local_results(exchange())[0].numpy()

    wait()
    begun = time.perf_counter()
    for _ in range(NUM_EXCHANGES):
        wait()
    return 1000 * (time.perf_counter() - begun) / NUM_EXCHANGES


if __name__ == "__main__":
    sys.exit(main())
