#!/usr/bin/env python3
"""Texts and vocabulary of a small stage-1 network, from corpora of molloquy-describe-corpus.

    short_texts.py merged.jsonl vocab.txt scibert_uncased.txt first.jsonl second.jsonl

The corpora describe the same structures in other words. Every structure gets both descriptions
and, as people type less than a describer writes, one short text of a few of its facts, with
everyday words for some of them. A few words of it become [UNK], so that a word the vocabulary
lacks means nothing instead of something random. The vocabulary is what these texts use of the
given one. Needs nothing but Python.
"""
import collections
import json
import random
import re
import sys

MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
QUESTION = "Describe the input molecule."
EVERYDAY = [
    (r"hydroxy group", ["hydroxyl group", "alcohol group", "OH group"]),
    (r"carboxylic acid group", ["carboxyl group", "COOH group", "acid group"]),
    (r"benzene ring", ["aromatic ring", "phenyl ring", "aryl ring"]),
    (r"chloro substituent", ["chlorine", "chlorine atom", "halogen"]),
    (r"fluoro substituent", ["fluorine", "fluorine atom", "halogen"]),
    (r"bromo substituent", ["bromine", "bromine atom", "halogen"]),
    (r"iodo substituent", ["iodine", "iodine atom", "halogen"]),
    (r"organochlorine compound", ["chlorinated compound", "chloride"]),
    (r"organofluorine compound", ["fluorinated compound", "fluoride"]),
    (r"amino group", ["amine", "amine group", "NH2 group"]),
    (r"ketone group", ["carbonyl group", "ketone"]),
    (r"aldehyde group", ["formyl group", "aldehyde"]),
    (r"nitro group", ["NO2 group"]),
    (r"cyano group", ["nitrile group", "nitrile"]),
    (r"acetoxy group", ["acetate", "acetyl ester"]),
    (r"methoxy group", ["methyl ether", "OMe group"]),
    (r"olefinic compound", ["alkene", "unsaturated compound"]),
    (r"carbon-carbon double bond", ["double bond", "alkene"]),
    (r"acyclic compound", ["open-chain compound", "molecule without rings"]),
    (r"monocarboxylic acid", ["carboxylic acid", "acid"]),
    (r"dicarboxylic acid", ["diacid", "carboxylic acid"]),
    (r"steroid nucleus", ["steroid skeleton", "steroid"]),
    (r"fatty acid", ["lipid", "long-chain fatty acid"]),
    (r"glucoside|glycoside", ["sugar", "carbohydrate"]),
    (r"monosaccharide|disaccharide|trisaccharide", ["sugar", "carbohydrate", "saccharide"]),
    (r"dipeptide|tripeptide|tetrapeptide", ["peptide"]),
    (r"carboxylic ester", ["ester"]),
    (r"monocarboxylic acid amide|secondary carboxamide", ["amide"]),
    (r"oxolane ring", ["tetrahydrofuran ring"]),
    (r"oxane ring", ["tetrahydropyran ring"]),
    (r"stereocentre", ["stereocenter", "chiral centre", "chiral center"]),
    (r"(pyridine|pyrrole|indole|imidazole|furan|thiophene|quinoline|pyrimidine) ring",
     ["heterocycle", "heteroaromatic ring", "aromatic heterocycle"]),
]


def items(text):
    """Parts of a list, commas and "and" in parentheses left alone."""
    kept = re.sub(r"\([^)]*\)", lambda m: re.sub(r", | and ", "\0", m.group()), text)
    return [part.strip() for part in re.split(r", | and ", kept) if "\0" not in part]


def facts(caption):
    """(what it is, what it has), each a list of phrases."""
    kinds, parts = [], []
    for sentence in re.split(r"(?<=[a-z0-9)])\.\s*", caption):
        is_a = re.match(r"(?:The molecule is|It is also|It is at the same time|It is) (an? .*)",
                        sentence)
        has = re.match(r"(?:It|The molecule|The structure) (?:bears|has|carries|contains|is built on)"
                       r" ((?:an?|two|three|four|five|six|seven|eight|nine|ten|no) .*)", sentence)
        if is_a:
            kinds += [re.sub(r"\bmember of (.*)s$", r"\1", item) for item in items(is_a[1])]
        elif has and "configuration" not in sentence:
            parts += [re.sub(r" which$", "", item) for item in items(has[1])]
        elif "longest carbon chain" in sentence and (length := re.search(r"(\w+) carbon", sentence[20:])):
            parts.append(f"a chain of {length[1]} carbon atoms")
    return kinds, parts


def everyday(phrase, rng):
    for pattern, words in EVERYDAY:
        if rng.random() < 0.5:
            phrase = re.sub(pattern, lambda _: rng.choice(words), phrase)
    return phrase


def short_text(caption, rng):
    kinds, parts = facts(caption)
    rng.shuffle(kinds)
    rng.shuffle(parts)
    kinds = kinds[: rng.randint(0, 2)]
    parts = parts[: rng.randint(0 if len(kinds) > 1 else 1 if kinds else 2, 3)]
    kinds, parts = ([everyday(p, rng) for p in some] for some in (kinds, parts))
    if not kinds and not parts:
        return ""
    if rng.random() < 0.4:
        kinds, parts = ([re.sub(r"^an? ", "", p) for p in some] for some in (kinds, parts))
    if rng.random() < 0.35:
        text = ", ".join(kinds + parts)
    else:
        head = " and ".join(kinds) or rng.choice(["a molecule", "molecule", "a compound"])
        text = head + (" with " + " and ".join(parts) if parts else "")
    return " ".join("[UNK]" if rng.random() < 0.05 else word for word in text.split())


def pieces(word, known):
    """WordPiece: the longest pieces from the left."""
    found, begin = [], 0
    while begin < len(word):
        for end in range(len(word), begin, -1):
            piece = ("##" if begin else "") + word[begin:end]
            if piece in known:
                found.append(piece)
                begin = end
                break
        else:
            return []
    return found


def main():
    merged, vocabulary, base, *corpora = sys.argv[1:]
    rng = random.Random(6)
    rows = {}
    for file in corpora:
        for line in open(file, encoding="utf-8"):
            row = json.loads(line)
            kept = rows.setdefault(row["smiles"], dict(row, pairs=[]))
            kept["pairs"] += [p for p in row["pairs"] if p["instruction"] == QUESTION]
    words = collections.Counter()
    with open(merged, "w", encoding="utf-8") as out:
        for row in rows.values():
            short = short_text(rng.choice(row["pairs"])["answer"], rng)
            if short:
                row["pairs"].append({"answer": short, "instruction": QUESTION})
            for pair in row["pairs"]:
                text = pair["answer"].replace("[UNK]", " ").lower()
                words.update(re.findall(r"[a-z0-9]+|[^\sa-z0-9]", text))
            row["pairs"] = [dict(pair, task="Caption") for pair in row["pairs"]]
            out.write(json.dumps(row) + "\n")
    order = [line.rstrip("\n") for line in open(base, encoding="utf-8")]
    known, used = set(order), collections.Counter()
    for word, times in words.items():
        for piece in pieces(word, known):
            used[piece] += times
    kept = [p for p in order if used[p] >= 3 and p not in MARKS]
    with open(vocabulary, "w", encoding="utf-8") as out:
        out.write("\n".join(MARKS + kept) + "\n")
    print(f"{len(rows)} structures, {sum(len(r['pairs']) for r in rows.values())} texts, "
          f"{len(words)} words, {len(MARKS) + len(kept)} pieces kept")


if __name__ == "__main__":
    main()
