"""Makes the LMDB files of this folder: python3 make_lmdb.py (python3-lmdb 1.4, numpy 1.24).

The records have the fields of 3D-MoLM's PubChem and PubChemQC databases; every text is our own.
"""

import os
import pickle

import lmdb
import numpy as np

WATER = [[0.0, 0.0, 0.117], [0.0, 0.757, -0.471], [0.0, -0.757, -0.471]]


def shifted(points, by):
    return [[x + by, y, z] for x, y, z in points]


def arrays(*conformers, kind=np.float32):
    return [np.array(points, dtype=kind) for points in conformers]


def zigzag(count):
    return [[1.25 * i, 0.7 * (i % 2), 0.0] for i in range(count)]


def pubchem(cid, smiles, text, atoms, coordinates, **more):
    return {"cid": cid, "smiles": smiles, "description": text + "\n",
            "enriched_description": "In other words: " + text + "\n",
            "atoms": atoms, "coordinates": coordinates, **more}


def renamed(blob):
    """The same pickle as numpy 2 writes it."""
    return blob.replace(b"numpy.core.multiarray", b"numpy._core.multiarray")


class Runs:
    def __reduce__(self):
        return os.system, ("touch /tmp/molloquy_was_run",)


def store(name, records):
    scratch = name + ".tmp"
    env = lmdb.open(scratch, subdir=False, map_size=1 << 20, lock=False)
    with env.begin(write=True) as transaction:
        for key, blob in records:
            transaction.put(key.encode(), blob)
    if os.path.exists(name):
        os.remove(name)
    env.copy(name, compact=True)
    env.close()
    os.remove(scratch)


def make_pubchem():
    water = ["O", "H", "H"]
    long_chain = zigzag(120)
    records = [
        ("962", 2, pubchem("962", "O", "A bent molecule of one oxygen.", water, arrays(WATER))),
        ("963", 3, pubchem("963", "O", "The same, in two shapes.", water,
                           arrays(WATER, shifted(WATER, 0.1)), source={"kind": "test", "n": 3})),
        ("964", 4, pubchem("964", "[He]", "A noble gas.", ["He"], arrays([[0, 0, 0]]))),
        ("965", 5, pubchem("965", "F/C=C\\\\F", "A haloalkene written with two backslashes.",
                           ["F", "C", "C", "F"], arrays(zigzag(4), kind=np.float64))),
        ("966", 5, pubchem("966", "C" * 120, "A long chain.", ["C"] * 120,
                           [np.asfortranarray(np.array(long_chain, dtype=np.float32))],
                           weight=np.float64(1684.2), scores=np.arange(3))),
        ("967", 4, pubchem("967", "O", "Plain lists.", water, [WATER])),
    ]
    blobs = [(key, pickle.dumps(value, protocol)) for key, protocol, value in records]
    numpy2 = pubchem("968", "O", "Written by numpy 2.", water, arrays(WATER))
    blobs.append(("968", renamed(pickle.dumps(numpy2, 2))))
    store("pubchem.lmdb", blobs)


def make_pubchemqc():
    methane = ["C", "H", "H", "H", "H"]
    points = [[0, 0, 0], [0.63, 0.63, 0.63], [-0.63, -0.63, 0.63], [-0.63, 0.63, -0.63],
              [0.63, -0.63, -0.63]]
    store("pubchemqc.lmdb", [
        ("0", pickle.dumps({"cid": 297, "smi": "C", "atoms": methane,
                            "coordinates_list": arrays(points)}, 4)),
        ("1", pickle.dumps({"cid": 783, "smi": "[H][H]", "atoms": np.array(["H", "H"]),
                            "coordinates_list": np.array([[[0, 0, 0], [0, 0, 0.74]]])}, 4))])


def make_hostile():
    good = pubchem("1", "O", "A good record.", ["O", "H", "H"], arrays(WATER))
    whole = pickle.dumps(good, 4)

    def changed(**fields):
        return pickle.dumps({**good, **fields}, 4)

    store("hostile.lmdb", [
        ("good", whole),
        ("runs-a-command", pickle.dumps({**good, "extra": Runs()}, 4)),
        ("runs-a-command-2", pickle.dumps(Runs(), 2)),
        ("cut-off", whole[: len(whole) // 2]),
        ("huge-text", b"\x80\x04}\x8d" + b"\xff" * 7 + b"\x7fsmiles."),
        ("huge-shape", pickle.dumps({**good, "coordinates": arrays(WATER)}, 2).replace(
            b"K\x03K\x03\x86", b"J\xff\xff\xff\x3fK\x03\x86")),
        ("no-dictionary", pickle.dumps(["O"], 4)),
        ("another-class", b"\x80\x02}X\x05\x00\x00\x00extracdatetime\ndatetime\n)Rs."),
        ("nan-position", changed(coordinates=arrays([[0, 0, np.nan], [0, 1, 0], [1, 0, 0]]))),
        ("two-positions", changed(coordinates=arrays([[0, 0, 0], [0, 1, 0]]))),
        ("no-smiles", pickle.dumps({"cid": "9", "description": "Nothing here."}, 4)),
        ("bad-smiles", changed(smiles="C1CC")),
        ("objects", changed(coordinates=np.array([[None, 1, 2]], dtype=object))),
        ("big-endian", changed(coordinates=[np.array(WATER, dtype=">f4")])),
        ("empty-text", changed(description="\n")),
        ("not-text", changed(smiles=["O"])),
        ("symbol", changed(atoms=["O", "H", "<b>"])),
    ])


if __name__ == "__main__":
    make_pubchem()
    make_pubchemqc()
    make_hostile()
