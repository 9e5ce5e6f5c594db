"""What is refused is said in one sentence, and ends with a status that says so."""

from pathlib import Path

import pytest

from core.__main__ import main


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["train", "--learning-rate", "-1"], 2, "learning_rate is -1; it must lie between"),
        (["train", "--learning-rate", "nan"], 2, "learning_rate is 'nan', not a number; it must lie between"),
        (["train", "--learning-rate", "0.1", "--learning-rate", "0.1"], 2, "names 0.1 more than once"),
        (["train", "--steps", "0"], 2, "steps is 0; it must lie between 1 and"),
        (["train", "--steps", "many"], 2, "steps is 'many', not a number; it must lie between 1 and"),
        (["train", "--steps", "1.5"], 2, "steps is 1.5, not a whole number"),
        (["train", "--learning-rate", "9x" * 400], 2, "not a number; it must lie between"),
        (["train", "--learning-rate", "2,000"], 2, "which may mean 2 or 2000; it must be typed as one of them"),
        (["train", "--learning-rate", "0.1 0.01"], 2, "learning_rate is '0.1 0.01', not a number"),
        (["train", "--learning-rate", "5%"], 2, "learning_rate is '5%', a percentage; it takes a plain number"),
        (["train", "--data", "no-such-file.npz"], 1, "no-such-file.npz does not exist"),
        (["classify", "7.png"], 1, "no run has finished yet"),
        (["classify", "--run", "99", "7.png"], 1, "there is no run 99"),
        (["train", "--data=--"], 2, "--data is '--', which is no value"),
        (["train", "--steps=--"], 2, "--steps is '--', which is no value"),
        (["train", "--data", "a\0b"], 2, r"data is 'a\x00b'; it must be 'mnist' or the path of a file or folder"),
        (["train", "--data", "\ud800.npz"], 2, r"data is '\ud800.npz'; it must be"),
        (["train", "--data", "a" * 5000], 1, "cannot be read (File name too long)"),
        *(
            (["train", f"--{option}", "9" * 400], 2, f"{option.replace('-', '_')} is '9999")
            for option in ("seed", "steps", "batch-size", "validation-size")
        ),
        (
            ["train", "--learning-rate", "9" * 400],
            2,
            "99', not a number; it must lie between",
        ),
    ],
)
def test_what_is_refused_is_said_in_one_sentence(store, capsys, arguments, status, sentence):
    """With the exit status for misuse or failure, and never a traceback."""
    assert main(arguments) == status
    output = capsys.readouterr()
    assert output.out == ""
    assert sentence in output.err
    assert len(output.err.strip().splitlines()) == 1
    assert len(output.err) < 600


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "required: COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["train", "--scaling", "x" * 400], "choose from 'standardize'"),
        (["classify"], "required: PATH"),
        (
            ["classify", "--run", "9" * 23, "7.png"],
            "9 is no run's number; those are 1 to 2147483647",
        ),
        (["classify", "--run", "9" * 400, "7.png"], "is no run's number; those are 1 to 2147483647"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_misuse_ends_with_status_2(arguments, sentence, capsys):
    """As argparse has it: the usage, and one line that says what is wrong, however long the value."""
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    assert ending.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert sentence in last
    assert len(last) < 300


def test_a_file_of_dashes_can_still_be_named(own_data, tmp_path, monkeypatch, capsys):
    """After the separator, or by a path."""
    Path(own_data(10)).rename(tmp_path / "--")
    monkeypatch.chdir(tmp_path)
    assert main(["train", "--data=./--", "--steps", "1", "--json"]) == 0


def test_a_store_that_cannot_be_opened_is_one_sentence(monkeypatch, capsys):
    """Not SQLAlchemy's."""
    monkeypatch.setenv("SOFTMAX_LAB_STORE", "nonsense")
    assert main(["runs"]) == 1
    assert "cannot be opened" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["HOME", "XDG_DATA_HOME"])
def test_a_home_that_cannot_be_used_is_said_with_what_to_do(monkeypatch, tmp_path, capsys, name):
    """The folder, the reason, and the setting that names another place."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.delenv("SOFTMAX_LAB_STORE")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv(name, str(tmp_path / "file"))
    assert main(["runs"]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "file") in said
    assert "Not a directory; set SOFTMAX_LAB_STORE to another place" in said
    assert "Errno" not in said
