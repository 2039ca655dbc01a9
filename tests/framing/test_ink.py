"""Finding the ink: pictures of every kind give the frame of the digit that was written."""

import subprocess
import sys
from io import BytesIO

import numpy as np
import photos
import pytest
from photos import likeness
from PIL import Image, ImageDraw
from scipy import ndimage

import digitlib
from digitlib.errors import PictureError
from digitlib.framing import frame_picture, frame_strokes

# Three digits that this test draws by itself, so that it needs no data.
SEVEN = frame_strokes([np.array([[0, 0], [30, 0], [10, 50]], float)])
FOUR = frame_strokes(
    [np.array([[20, 0], [0, 30], [35, 30]], float), np.array([[25, 15], [22, 55]])]
)
_TURN = np.linspace(0, 2 * np.pi, 40)
ZERO = frame_strokes([np.stack([15 * np.cos(_TURN), 25 * np.sin(_TURN)], axis=1)])
DIGITS = {"seven": SEVEN, "four": FOUR, "zero": ZERO}


def tight_crop(frame: np.ndarray, size: int) -> np.ndarray:
    """The ink of a frame cut out and enlarged to `size` pixels on its longer side, uint8."""
    rows, columns = (np.flatnonzero(frame.max(axis=axis) > 100) for axis in (1, 0))
    image = Image.fromarray(frame[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    shape = [round(side * size / max(image.size)) for side in image.size]
    return np.asarray(image.resize(shape, Image.Resampling.BICUBIC))


# Pictures as people take them


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("maker", photos.MAKERS)
def test_a_photo_gives_the_frame_of_its_digit(maker, digit):
    for seed in range(2):
        rng = np.random.default_rng(seed)
        picture = photos.take_photo(DIGITS[digit], photos.MAKERS[maker], rng)
        assert likeness(DIGITS[digit], frame_picture(picture)) > 0.9


@pytest.mark.parametrize("maker", photos.MAKERS)
def test_the_negative_gives_the_same_frame(maker):
    picture = photos.take_photo(FOUR, photos.MAKERS[maker], np.random.default_rng(5))
    positive, negative = frame_picture(picture), frame_picture(255 - picture)
    assert np.abs(positive.astype(int) - negative).max() <= 2


@pytest.mark.parametrize("maker", photos.MAKERS)
def test_the_network_reads_photos(maker, mnist):
    """At least 19 of 20 photos of digits from MNIST's training part."""
    rng = np.random.default_rng(6)
    digits, labels = mnist.x_train[-20:], mnist.y_train[-20:]
    frames = [frame_picture(photos.take_photo(d, photos.MAKERS[maker], rng)) for d in digits]
    answers = digitlib.load_predictor().probabilities(np.array(frames)).argmax(axis=1)
    assert (answers == labels).sum() >= 19


@pytest.mark.parametrize("size", [28, 56, 120, 700])
def test_sizes(size):
    picture = photos.take_photo(FOUR, photos.plain, np.random.default_rng(7), size)
    assert likeness(FOUR, frame_picture(picture)) > (0.9 if size > 28 else 0.75)


def test_thick_ink_that_covers_more_than_the_paper():
    """The sides of the picture tell which is ink. (With sharp corners it would be a canvas.)"""
    y, x = np.mgrid[-50:50, -50:50]
    ring = (np.abs(x) ** 4 + np.abs(y) ** 4 < 46**4) & (np.maximum(abs(x), abs(y)) > 10)
    picture = np.where(ring, 0, 255).astype(np.uint8)
    assert frame_picture(picture)[14, 5] == 255
    assert frame_picture(picture)[0, 0] == 0


@pytest.mark.parametrize("size", [12, 16, 20, 28, 64, 99, 150, 400])
@pytest.mark.parametrize("digit", DIGITS)
def test_a_crop_without_any_margin(digit, size):
    """Ink may be the larger part of it; the sides are mostly ground, whatever the polarity."""
    crop = tight_crop(DIGITS[digit], size)
    for picture in (crop, 255 - crop):
        assert likeness(DIGITS[digit], frame_picture(picture)) > (0.8 if size > 16 else 0.75)


@pytest.mark.parametrize("size", [16, 64, 120, 400])
def test_a_crop_of_bold_ink(size):
    """More ink than ground, and nearly as much of it at the sides."""
    bold = frame_strokes([np.stack([15 * np.cos(_TURN), 25 * np.sin(_TURN)], axis=1)], 4.4)
    crop = tight_crop(bold, size)
    for picture in (crop, 255 - crop):
        assert likeness(bold, frame_picture(picture)) > 0.9


def test_a_margin_of_paper_does_not_change_the_answer(mnist):
    """In at least 99 of 100 tight crops of digits from MNIST's training part."""
    bare, padded = [], []
    for number, digit in enumerate(mnist.x_train[-120:]):
        size, negative = (16, 28, 64, 150, 300)[number % 5], number % 2
        crop = tight_crop(digit, size) ^ (255 * negative)
        bare.append(frame_picture(crop))
        padded.append(frame_picture(np.pad(crop, size // 5 + 3, constant_values=255 * negative)))
    predictor = digitlib.load_predictor()
    answers = [predictor.predict_images(np.array(frames)) for frames in (bare, padded)]
    assert sum(a.digit == b.digit for a, b in zip(*answers, strict=True)) >= 119


@pytest.mark.parametrize("paper", [255, 235, 200])
@pytest.mark.parametrize("noise", [0, 1])
def test_ink_5_percent_darker_than_its_paper_is_no_blank(paper, noise):
    ink = photos.enlarge(FOUR, 280, np.random.default_rng(22))
    picture = paper * (1 - 0.05 * ink) + np.random.default_rng(23).normal(0, noise, ink.shape)
    assert likeness(FOUR, frame_picture(np.uint8(picture.round().clip(0, 255)))) > 0.85


@pytest.mark.parametrize("noise", [0.02, 0.06])
@pytest.mark.parametrize("size", [16, 28, 64])
def test_a_small_noisy_picture_on_black(size, noise):
    """Below black there is nothing, so the noise goes to one side only."""
    grey = np.pad(tight_crop(ZERO, size) / 255 * 0.9, size // 8)
    grey += np.random.default_rng(13).normal(0, noise, grey.shape)
    assert likeness(ZERO, frame_picture(np.uint8(grey.clip(0, 1) * 255))) > 0.75


@pytest.mark.parametrize("quality", [10, 40, 70])
@pytest.mark.parametrize("digit", DIGITS)
def test_a_compressed_digit_on_white(digit, quality):
    """The waves that compression leaves on white join no piece to the sides of the picture."""
    buffer = BytesIO()
    Image.fromarray(255 - tight_crop(DIGITS[digit], 64)).save(buffer, "JPEG", quality=quality)
    assert likeness(DIGITS[digit], frame_picture(np.asarray(Image.open(buffer)))) > 0.8


def test_strong_noise_does_not_turn_ink_into_paper():
    """On white it goes to the dark side only, and there is more of it than of ink."""
    ink = photos.enlarge(FOUR, 280, np.random.default_rng(20))
    grey = 1 - 0.9 * ink + np.random.default_rng(21).normal(0, 0.15, ink.shape)
    assert likeness(FOUR, frame_picture(np.uint8(grey.clip(0, 1) * 255))) > 0.85


@pytest.mark.parametrize("pen", [0.06, 0.1, 0.14, 0.18])
def test_a_thick_pen_is_not_taken_for_the_paper(pen):
    """An eight on a noisy picture of 300 pixels; the pen's width is a share of its side."""
    width = round(pen * 300)
    picture = Image.new("L", (300, 300), 255)
    for middle, radius in ((94, 49), (199, 57)):
        reach = radius + width / 2
        box = (150 - reach, middle - reach, 150 + reach, middle + reach)
        ImageDraw.Draw(picture).ellipse(box, outline=0, width=width)
    clean = np.asarray(picture)
    noisy = clean + np.random.default_rng(4).normal(0, 4, clean.shape)
    for seen in (noisy, 255 - noisy):
        assert likeness(frame_picture(clean), frame_picture(np.uint8(seen.clip(0, 255)))) > 0.95


@pytest.mark.parametrize("size", [60, 150])
def test_scraps_of_the_neighbours_are_left_out(size):
    """A digit cut out of a number: at both sides stands a little of the next one."""
    paper = np.zeros((size, size), np.uint8)
    crop = tight_crop(FOUR, int(0.75 * size))
    top, left = (size - crop.shape[0]) // 2, (size - crop.shape[1]) // 2
    paper[top : top + crop.shape[0], left : left + crop.shape[1]] = crop
    scraps = paper.copy()
    scraps[size // 8 : -size // 8, : size // 20] = 255
    scraps[size // 5 : -size // 6, -size // 25 :] = 255
    np.testing.assert_allclose(frame_picture(scraps), frame_picture(paper), atol=2)


def test_a_one_that_is_a_line_from_side_to_side():
    picture = np.zeros((16, 16), np.uint8)
    picture[:, 7] = 255
    assert frame_picture(picture)[4:24, 14].all()


@pytest.mark.parametrize("pen", [1, 3])
def test_a_tiny_digit_on_a_large_canvas(pen):
    """It is looked at from nearer: 40 of 1000 pixels would shrink to 10."""
    image = Image.new("L", (1000, 1000), 255)
    ImageDraw.Draw(image).line([(500, 300), (524, 300), (508, 340)], fill=0, width=pen)
    assert likeness(SEVEN, frame_picture(np.asarray(image))) > 0.6


# Pictures in which the digit stands on something, or beside something


@pytest.mark.parametrize("paper", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("page", [0.15, 0.8])
def test_a_canvas_on_a_page(page, paper):
    """A screenshot shows the page round the canvas on which the digit was drawn."""
    ink = photos.enlarge(FOUR, 200, np.random.default_rng(14))
    canvas = paper + (1 - 2 * round(paper)) * 0.7 * ink
    picture = np.pad(canvas, ((30, 80), (60, 40)), constant_values=page)
    assert likeness(FOUR, frame_picture(picture)) > 0.9


@pytest.mark.parametrize("width", [1, 3, 8])
@pytest.mark.parametrize("cut_off", [False, True])
def test_a_drawn_box_somewhere_in_the_picture(width, cut_off):
    box = np.pad(np.zeros((100 - 2 * width,) * 2), width, constant_values=1.0)
    box[10:90, 10:90] = photos.enlarge(FOUR, 80, np.random.default_rng(15))
    picture = photos.written(np.pad(box, ((60, 100), (110, 0 if cut_off else 50))))
    assert likeness(FOUR, frame_picture(picture[:, :-width] if cut_off else picture)) > 0.9


@pytest.mark.parametrize("angle", [0.3, 1.2, 2.5, 4.0])
@pytest.mark.parametrize("digit", DIGITS)
def test_a_shadow_with_a_sharp_edge(digit, angle):
    rng = np.random.default_rng(16)
    grey = photos.written(photos.enlarge(DIGITS[digit], 280, rng))
    y, x = np.mgrid[-1:1:280j, -1:1:280j]
    grey *= np.where(np.cos(angle) * x + np.sin(angle) * y > 0.1, 0.55, 1)
    grey += rng.normal(0, 0.01, grey.shape)
    assert likeness(DIGITS[digit], frame_picture(np.uint8(grey.clip(0, 1) * 255))) > 0.9


@pytest.mark.parametrize("angle", [0, 8, -12])
@pytest.mark.parametrize("digit", DIGITS)
def test_a_sheet_on_a_dark_table(digit, angle):
    """The table is seen on all sides, and the sheet covers less than half of the picture."""
    sheet = photos.written(photos.enlarge(DIGITS[digit], 180, np.random.default_rng(17)))
    image = Image.new("L", (320, 320), 60)
    turned = Image.fromarray(np.uint8(sheet * 255)).rotate(angle, expand=True, fillcolor=60)
    image.paste(turned, (40, 60))
    picture = np.asarray(image) + np.random.default_rng(19).normal(0, 4, (320, 320))
    leaning = Image.fromarray(DIGITS[digit]).rotate(angle, Image.Resampling.BICUBIC)
    assert likeness(frame_picture(np.asarray(leaning)), frame_picture(picture)) > 0.8


@pytest.mark.parametrize("angle", [-5, 0, 4])
@pytest.mark.parametrize("level", [20, 45, 80])
def test_a_pen_beside_the_digit_is_not_read(angle, level):
    """It is a solid bar, much thicker than what was written."""
    sheet = Image.new("L", (600, 800), 232)
    ImageDraw.Draw(sheet).line([(150, 250), (360, 250), (220, 560)], fill=35, width=10)
    without = np.asarray(sheet)
    pen = Image.new("L", sheet.size)
    ImageDraw.Draw(pen).rectangle((500, 100, 535, 700), fill=255)
    sheet.paste(level, mask=pen.rotate(angle))
    noise = np.random.default_rng(0).normal(0, 4, without.shape)
    found, expected = (
        frame_picture((picture + noise).clip(0, 255).astype(np.uint8))
        for picture in (np.asarray(sheet), without)
    )
    assert likeness(expected, found) > 0.95


def test_two_digits_stay_two():
    """A thick 1 beside a 7 from the same pen is no pen."""
    picture = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(picture).line([(80, 40), (80, 260)], fill=0, width=16)
    ImageDraw.Draw(picture).line([(200, 40), (340, 40), (260, 260)], fill=0, width=16)
    assert digitlib.load_predictor().predict(picture).digit is None


def test_holes_far_from_the_digit_are_no_part_of_it():
    ink = photos.enlarge(FOUR, 280, np.random.default_rng(18))
    wide = np.pad(ink, ((0, 0), (200, 0)))
    for row in (40, 140, 240):
        wide[row : row + 12, 10:22] = 1
    assert likeness(FOUR, frame_picture(photos.written(wide))) > 0.9


def test_parts_of_a_digit_stay():
    """A hat that does not touch, a cross, and a gap in a stroke."""
    ink = np.zeros((200, 200))
    ink[40:150, 80:90] = ink[40:50, 100:140] = ink[90:98, 100:130] = ink[158:170, 80:90] = 1
    found = frame_picture(photos.written(ink))
    assert ndimage.label(found > 60, np.ones((3, 3)))[1] == 4


# Every way to write the same picture as an array


WAYS = {
    "bool": lambda p: p > 0.5,
    "float 0..1": lambda p: p,
    "float32": lambda p: p.astype(np.float32),
    "float16": lambda p: p.astype(np.float16),
    "float 0..255": lambda p: p * 255,
    "float -1..1": lambda p: p * 2 - 1,
    "normalised": lambda p: (p - p.mean()) / p.std(),
    "overshooting": lambda p: p * 1.04 - 0.02,
    "uint8": lambda p: np.uint8(p * 255),
    "uint16": lambda p: np.uint16(p * 65535),
    "12 bits": lambda p: np.uint16(p * 4095),
    "10 bits": lambda p: np.uint16(p * 1023),
    "int64 0..255": lambda p: np.int64(p * 255),
    "int8": lambda p: np.int8(p * 255 - 128),
    "int32 mask": lambda p: np.int32(p > 0.5),
    "big-endian": lambda p: (p * 65535).astype(">u2"),
    "one channel": lambda p: p[:, :, None],
    "grey and alpha": lambda p: np.stack([p, np.ones_like(p)], axis=2),
    "RGB": lambda p: np.stack([p] * 3, axis=2),
    "RGBA": lambda p: np.stack([p] * 3 + [np.ones_like(p)], axis=2),
    "ink in alpha": lambda p: np.stack([np.zeros_like(p)] * 3 + [1 - p], axis=2),
    "white ink in alpha": lambda p: np.stack([np.ones_like(p)] * 3 + [1 - p], axis=2),
    "batch of one": lambda p: p[None],
    "nested list": lambda p: p.tolist(),
    "Fortran order": np.asfortranarray,
    "view": lambda p: np.repeat(np.repeat(p, 2, axis=0), 3, axis=1)[::2, ::3],
    "Pillow grey": lambda p: Image.fromarray(np.uint8(p * 255)),
    "Pillow palette": lambda p: Image.fromarray(np.uint8(p * 255)).convert("P"),
    "Pillow bits": lambda p: Image.fromarray(np.uint8(p * 255)).convert("1", dither=0),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_write_a_picture(way):
    picture = photos.written(photos.enlarge(FOUR, 120, np.random.default_rng(8)))
    picture = np.clip((picture - photos.PEN) / (photos.PAPER - photos.PEN), 0, 1)
    expected, found = frame_picture(picture), frame_picture(WAYS[way](picture))
    two_levels_only = way in {"bool", "int32 mask", "Pillow bits"}
    assert likeness(expected, found) > (0.9 if two_levels_only else 0.98)


@pytest.mark.parametrize(
    "picture",
    [
        "a path.png",
        b"bytes",
        None,
        [[1, 2], [3]],
        np.array([["a"]]),
        np.ones((5, 5), complex),
        np.ones((5, 5), object),
        np.zeros((5, 5), "datetime64[s]"),
        np.zeros(4, dtype=[("x", float)]),
        np.arange(3 * 28 * 28.0).reshape(3, 28, 28),
        np.zeros((4, 50, 60)),
    ],
    ids=str,
)
def test_what_is_no_picture_is_refused_in_words(picture):
    with pytest.raises(PictureError, match="picture"):
        frame_picture(picture)


def test_the_picture_that_was_given_is_not_changed():
    picture = photos.take_photo(SEVEN, photos.everything, np.random.default_rng(9))
    before = picture.copy()
    frame_picture(picture)
    np.testing.assert_array_equal(picture, before)


# Nothing to find


def test_noise_alone_is_blank():
    for seed in range(10):
        noise = np.random.default_rng(seed).normal(200, 12, (200, 200)).clip(0, 255)
        assert not frame_picture(noise.astype(np.uint8)).any()


def test_empty_paper_is_blank():
    """Uneven light, ruled lines and noise, but nobody has written."""
    empty = np.zeros((280, 280))
    for maker in (photos.plain, photos.gradient, photos.vignette, photos.noisy, photos.ruled):
        grey = maker(empty, np.random.default_rng(10))
        assert not frame_picture(np.uint8(grey.clip(0, 1) * 255)).any(), maker.__name__


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (1, 5000), (7000, 1), (2, 2), (3, 900)])
def test_slivers_never_crash(shape):
    picture = np.random.default_rng(11).integers(0, 255, shape, dtype=np.uint8)
    assert frame_picture(picture).shape == (28, 28)


# Size


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read by a Unix module")
@pytest.mark.parametrize("shape", ["(8_000, 8_000, 3)", "(1, 100_000_000)"])
def test_a_giant_picture_needs_less_than_200_mb_beyond_itself(shape):
    """The picture is zeros that the system has not yet laid in memory, but for the digit."""
    script = f"""
import resource
import numpy as np
from digitlib.framing import frame_picture
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
picture = np.zeros({shape}, np.uint8)
picture += 1
picture[picture.shape[0] // 3 : picture.shape[0] // 2, picture.shape[1] // 3 :][..., :999] = 200
frame_picture(np.eye(28))
before = peak()
frame = frame_picture(picture)
print(peak() - before, frame.shape)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout.split()[0]) * unit < 200 * 2**20
    assert "(28, 28)" in done.stdout


@pytest.mark.parametrize("size", [64, 100, 300])
@pytest.mark.parametrize("span", [(0, 1), (0.2, 0.7)])
def test_remains_of_printed_lines_at_the_edges_are_no_ink(size, span):
    """A cell cut out of a form: its box, or pieces of it, stand along two sides."""
    cell = np.full((size, size), 255, np.uint8)
    start = size // 5
    crop = tight_crop(FOUR, size // 2)
    cell[start : start + crop.shape[0], start : start + crop.shape[1]] -= crop
    lined, (low, high) = cell.copy(), (int(size * share) for share in span)
    lined[low:high, : 1 + size // 30] = lined[-1 - size // 30 :, low:high] = 60
    assert likeness(frame_picture(cell), frame_picture(lined)) > 0.98
