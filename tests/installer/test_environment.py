"""Making `.venv` once, and again whenever it is not what it should be."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer import environment

RETRYING = "WARNING: Retrying after connection broken by 'NewConnectionError('Temporary failure in name resolution')'"


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with pip and nothing else."""
    folder = tmp_path_factory.mktemp("whole")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def project(tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an empty list of requirements and an environment in which nothing is installed yet."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements-test.txt").write_text("# none\n")
    shutil.copytree(whole, tmp_path / ".venv", symlinks=True)
    monkeypatch.setattr(environment, "PROJECT", tmp_path)
    monkeypatch.setattr(environment, "FOLDER", tmp_path / ".venv")
    return tmp_path


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What pip was asked for, instead of pip."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(environment, "_pip", lambda _python, *arguments: asked.append(arguments))
    return asked


def test_an_environment_is_filled_by_hash_and_then_left_alone(project: Path, pip: list[tuple[str, ...]]) -> None:
    requirements = project / "requirements-test.txt"
    python = environment.prepare(requirements)
    assert pip == [
        ("--require-hashes", "--only-binary=:all:", f"--requirement={requirements}"),
        ("--no-deps", "--no-build-isolation", f"--editable={project}"),
    ]

    pip.clear()
    assert environment.prepare(requirements) == python
    assert pip == []


def test_other_pins_are_installed_into_the_environment_that_is_there(project: Path, pip: list[tuple[str, ...]]) -> None:
    requirements = project / "requirements-test.txt"
    environment.prepare(requirements)
    (project / ".venv" / "kept").touch()
    pip.clear()

    requirements.write_text("# other\n")
    environment.prepare(requirements)
    assert len(pip) == 2
    assert (project / ".venv" / "kept").exists()


def test_a_start_that_was_killed_in_the_middle_begins_anew(project: Path, pip: list[tuple[str, ...]]) -> None:
    requirements = project / "requirements-test.txt"
    environment.prepare(requirements)
    (project / ".venv" / environment.UNFINISHED).touch()
    (project / ".venv" / "half of a package").touch()
    pip.clear()

    python = environment.prepare(requirements)
    prefix = subprocess.run(
        [python, "-c", "import sys; print(sys.prefix)"], stdout=subprocess.PIPE, text=True, check=True
    )
    assert Path(prefix.stdout.strip()) == project / ".venv"
    assert not (project / ".venv" / "half of a package").exists()
    assert len(pip) == 2


@pytest.mark.parametrize(
    "harm", ["its Python is gone", "its Python does not start", "its pip is broken", "it is empty"]
)
def test_what_is_broken_is_made_anew(project: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    requirements = project / "requirements-test.txt"
    monkeypatch.setattr(environment, "_pip", lambda *_: None)
    python = environment.prepare(requirements)
    match harm:
        case "its Python is gone":
            python.unlink()
        case "its Python does not start":
            python.unlink()
            python.write_bytes(b"")
        case "its pip is broken":
            next(project.glob(".venv/[Ll]ib/**/site-packages/pip/__init__.py")).write_text("raise ImportError")
        case "it is empty":
            shutil.rmtree(project / ".venv")
            (project / ".venv").mkdir()

    def made_anew() -> None:
        raise environment.UnpreparedError("made anew")

    monkeypatch.setattr(environment, "_make_anew", made_anew)
    with pytest.raises(environment.UnpreparedError, match="made anew"):
        environment.prepare(requirements)


def test_a_failed_pip_leaves_an_environment_that_the_next_start_makes_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object) -> None:
        raise environment.UnpreparedError(environment.NO_NETWORK)

    monkeypatch.setattr(environment, "_pip", no_network)
    with pytest.raises(environment.UnpreparedError):
        environment.prepare(project / "requirements-test.txt")
    assert (project / ".venv" / environment.UNFINISHED).exists()


def test_a_python_without_venv_says_what_to_install(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    shutil.rmtree(project / ".venv")
    with pytest.raises(environment.UnpreparedError, match="apt-get install python3-venv"):
        environment.prepare(project / "requirements-test.txt")


@pytest.mark.parametrize(
    ("platform", "python", "command"),
    [
        ("linux", ".venv/bin/python", ".venv/bin/lint-imports"),
        ("darwin", ".venv/bin/python", ".venv/bin/lint-imports"),
        ("win32", ".venv/Scripts/python.exe", ".venv/Scripts/lint-imports.exe"),
    ],
)
def test_each_system_has_its_own_places(platform: str, python: str, command: str) -> None:
    assert environment.interpreter(Path(".venv"), platform) == Path(python)
    assert environment.script("lint-imports", Path(".venv"), platform) == Path(command)


def test_the_fingerprint_follows_pins_project_python_and_place(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    requirements = project / "requirements-test.txt"
    before = environment.fingerprint(requirements, "3.11", project)
    assert environment.fingerprint(requirements, "3.11", project) == before

    moved = tmp_path_factory.mktemp("moved")
    (moved / "pyproject.toml").write_text("[project]\n")
    seen = {before, environment.fingerprint(requirements, "3.12", project)}
    seen.add(environment.fingerprint(requirements, "3.11", moved))
    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    seen.add(environment.fingerprint(requirements, "3.11", project))
    requirements.write_text("# other\n")
    seen.add(environment.fingerprint(requirements, "3.11", project))
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (f"{RETRYING}\nERROR: No matching distribution found for alembic==1.20.1", environment.NO_NETWORK),
        ("ReadTimeoutError: Read timed out.", environment.NO_NETWORK),
        ("ERROR: No matching distribution found for sqlcipher3==0.6.4", environment.NO_PACKAGE),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", environment.WRONG_HASH),
        ("ERROR: Could not install packages due to an OSError: No space left on device", environment.DISK_FULL),
        ("ERROR: something else", environment.PIP_FAILED),
    ],
)
def test_a_failed_pip_is_told_as_what_to_do(said: str, sentence: str) -> None:
    assert environment.reason(said) == sentence


@pytest.mark.parametrize("command", ["run.py", "test.py", "bench.py"])
def test_an_older_python_is_told_so_before_it_reads_anything_new(command: str) -> None:
    text = (Path(environment.__file__).parent / command).read_text("utf-8")
    pretend = text.replace("import sys\n", "import sys\nsys.version_info = (3, 6, 15)\n", 1)
    run = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("Paigong needs Python 3.11 or newer, and this is 3.6")
