"""Take the mean of two readers' weights: what a further training taught, without what it made the first forget.

    python mean.py --before FOLDER --after FOLDER --share 0.75 --output FOLDER

`--before` is a start with weights.npz (`recover.py`) or what `train.py` wrote, `--after` what it wrote going on from that, and
`--share` the part of the latter. After Wortsman et al. 2022, "Robust fine-tuning of zero-shot models".
"""

from __future__ import annotations

import argparse
from pathlib import Path

import train


def main() -> None:
    """Mix and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.75)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    earlier = train.begun(argparse.Namespace(turn=0, start=arguments.before), "cpu").state_dict()
    model = train.opened(arguments.after, "cpu")
    weights = model.state_dict()
    for name, values in weights.items():
        if values.is_floating_point():
            values.copy_(arguments.share * values + (1 - arguments.share) * earlier[name])
    model.load_state_dict(weights)
    model.half().save_pretrained(arguments.output)


if __name__ == "__main__":
    main()
