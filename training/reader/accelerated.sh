#!/bin/bash
# All of a training on one accelerator, some nine minutes: bash accelerated.sh MADE MODEL.gguf OUTPUT
#
# MADE holds what was made beforehand, which needs no accelerator:
#   prepare.py --epochs 5 --closings 0 --output MADE/examples.npz
#   prepare.py --epochs 0 --closings 4 --output MADE/closing.npz --texts MADE/texts.json.gz
#   recover.py --output MADE/start, and MADE/tokenizer with the reader's tokenizer.json
# MODEL.gguf is the small language model of invent.py. Two teachers learn while it learns to ask; they judge what it
# asked; three go on with it (one without, to see what it is worth); two pupils learn from all. Each prints its figures.
set -u
mkdir -p "$3" || exit 1
made=$(realpath "$1") asker=$(realpath "$2") out=$(realpath "$3")
cd "$(dirname "$0")" || exit 1
export PYTHONUNBUFFERED=1 OMP_NUM_THREADS=4
examples=("$made/examples.npz" "$made/closing.npz")

python3 invent.py --texts "$made/texts.json.gz" --model "$asker" --tokenizer "$made/tokenizer" \
	--output "$out/invented.npz" --said "$out/said.json.gz" --minutes 2.5 >"$out/invent.log" 2>&1 &
for turn in 0 1; do
	python3 train.py --examples "${examples[@]}" --output "$out/teacher-$turn" --minutes 2.6 \
		--start "$made/start" --turn $turn >"$out/teacher-$turn.log" 2>&1 &
done
wait
python3 train.py --examples "${examples[@]}" "$out/invented.npz" --output "$out/judged.npz" \
	--judges "$out/teacher-0" "$out/teacher-1"
for turn in 0 1; do
	python3 train.py --examples "${examples[@]}" "$out/judged.npz" --output "$out/closed-$turn" --minutes 1.8 \
		--start "$out/teacher-$turn" --closing --turn $turn >"$out/closed-$turn.log" 2>&1 &
done
python3 train.py --examples "${examples[@]}" --output "$out/closed-2" --minutes 1.8 \
	--start "$out/teacher-0" --closing --turn 2 >"$out/closed-2.log" 2>&1 &
wait
teachers=("$out/closed-0" "$out/closed-1" "$out/closed-2")
python3 train.py --examples "${examples[@]}" "$out/judged.npz" --output "$out/pupil-0" --minutes 2.6 \
	--teachers "${teachers[@]}" >"$out/pupil-0.log" 2>&1 &
python3 train.py --examples "${examples[@]}" "$out/judged.npz" --output "$out/pupil-1" --minutes 2.6 --closing \
	--teachers "${teachers[@]}" >"$out/pupil-1.log" 2>&1 &
wait
grep -h "with refusals" "$out"/*.log
