"""Recognises speech with pocketsphinx, for Heron's engine, which starts this as a process of its own.

    python3 listen.py setup.json

The setup names the acoustic model, the dictionary and the grammars. Standard input carries frames: one letter, the length
in four bytes (big end first), and that many bytes. B begins an utterance with the grammar it names, A is audio (16 kHz
mono, 16 bits, little end first), E ends the utterance. Standard output carries one JSON object a line.

Whatever is said is made to fit the grammar, so a wake phrase is looked at once more: the sounds in its place are recognised
with no words at all. Said for real, the phrase explains them much better than any row of sounds does. In noise it may not: then
a whole command after it, and nothing else, vouches for it. Where neither does, its words are given as a sound.
"""

import json
import os
import struct
import sys
from collections import namedtuple


def open_decoder(setup):
    from pocketsphinx import Decoder

    config = Decoder.default_config()
    config.set_string("-hmm", setup["model"])
    config.set_string("-dict", setup["dictionary"])
    config.set_string("-logfn", os.devnull)
    config.set_float("-wip", setup["insertionPenalty"])
    # The engine has found where speech begins and ends.
    config.set_boolean("-remove_silence", False)
    decoder = Decoder(config)
    for name, grammar in setup["grammars"].items():
        decoder.set_jsgf_string(name, grammar)
    return decoder


Segment = namedtuple("Segment", "word start_frame end_frame ascore")


def segments_of(decoder):
    """By the time since the utterance began: the decoder itself counts on from the one before."""
    found = list(decoder.seg())
    first = found[0].start_frame if found else 0
    return [Segment(each.word, each.start_frame - first, each.end_frame - first, each.ascore) for each in found]


NOISE_RULE = "<noise>"
SOUND = "sound_"
# Silence, and where a rule of the grammar ends.
NO_WORD = "<(["
# As of what is read as a command (utterance.ts): a breath or a click; more are other words.
MOST_STRAY_SOUNDS = 3


class WakeCheck:
    """How much better the wake phrase explains what was heard than sounds without words, a hundredth of a second.

    Both are heard anew, from the beginning of the utterance: what the first decoder knows of the voice and the room comes
    from before, and would make the two no match.
    """

    def __init__(self, setup):
        from pocketsphinx import Decoder

        self.words = setup["wake"]["words"]
        self.least = setup["wake"]["leastScore"]
        self.fewest_words = setup["wake"]["fewestWords"]
        self.audio = bytearray()
        self.looks = 0
        self.is_sure = False
        config = Decoder.default_config()
        config.set_string("-hmm", setup["model"])
        config.set_string("-dict", setup["dictionary"])
        config.set_string("-logfn", os.devnull)
        config.set_float("-wip", 0.01)
        config.set_boolean("-remove_silence", False)
        self.decoder = Decoder(config)
        noise = next(line for line in setup["grammars"]["wake"].split("\n") if line.startswith(NOISE_RULE))
        head = f"#JSGF V1.0;\ngrammar again;\n{noise}\n"
        self.decoder.set_jsgf_string("sounds", f"{head}public <said> = ( {NOISE_RULE} )+ ;\n")
        self.decoder.set_jsgf_string("phrase", f"{head}public <said> = ( {NOISE_RULE} | {' '.join(self.words)} )+ ;\n")

    def begin(self):
        self.audio.clear()
        self.looks = 0
        self.is_sure = False

    def looked_at(self, segments, is_final):
        """The words, those of a phrase that was not said as sounds."""
        words = [[each.word, each.start_frame, each.end_frame] for each in segments]
        places = self.find(segments)
        if places and not self.is_sure and (is_final or self.looks < MOST_LOOKS):
            self.looks += 1
            self.is_sure = self.score(segments[places[-1]].end_frame) >= self.least
        if places and not self.is_sure and is_final:
            self.is_sure = self.is_vouched_for(segments[places[-1] + 1 :])
        if not self.is_sure:
            for at in places:
                words[at][0] = "sound_unlike"
        return words

    def is_vouched_for(self, after):
        """Whether what follows is a command as a whole. Other speech that sounds like the phrase is not followed by one."""
        words = [each.word for each in after if each.word[0] not in NO_WORD]
        said = [at for at, word in enumerate(words) if not word.startswith(SOUND)]
        if len(said) < self.fewest_words or self.find(after):
            return False
        first, last = said[0], said[-1]
        is_whole = last - first + 1 == len(said)
        return is_whole and max(first, len(words) - 1 - last) <= MOST_STRAY_SOUNDS

    def find(self, segments):
        """The places of the phrase, where it is said first."""
        said = [at for at, each in enumerate(segments) if not each.word.startswith("<")]
        for first in range(len(said) - len(self.words) + 1):
            places = said[first : first + len(self.words)]
            if [segments[at].word.split("(")[0] for at in places] == self.words:
                return places
        return []

    def score(self, end_frame):
        heard = self.hear("phrase", 0, end_frame + FRAMES_AFTER)
        places = self.find(heard)
        if not places:
            return float("-inf")
        begin, end = heard[places[0]].start_frame, heard[places[-1]].end_frame
        phrase = sum(heard[at].ascore for at in places)
        return (phrase - sum(each.ascore for each in self.hear("sounds", begin, end))) / (end - begin + 1)

    def hear(self, grammar, begin, end):
        self.decoder.set_search(grammar)
        self.decoder.start_utt()
        self.decoder.process_raw(bytes(self.audio[begin * BYTES_A_FRAME : (end + 1) * BYTES_A_FRAME]), False, True)
        self.decoder.end_utt()
        return segments_of(self.decoder) if self.decoder.hyp() else []


# With these a phrase decides whether what follows it is meant for Heron.
CHECKED = (b"wake", b"interruption")
# While somebody still speaks; once more when they have ended.
MOST_LOOKS = 3
FRAMES_AFTER = 20
# A hundredth of a second.
BYTES_A_FRAME = 320


def read_exactly(count):
    parts = []
    while count > 0:
        part = os.read(0, count)
        if not part:
            sys.exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def words_of(decoder, check, is_final):
    """What was heard so far, with the hundredths of a second at which each word begins and ends."""
    if decoder.hyp() is None:
        return []
    if check:
        return check.looked_at(segments_of(decoder), is_final)
    return [[each.word, each.start_frame, each.end_frame] for each in segments_of(decoder)]


def tell(kind, **fields):
    sys.stdout.write(json.dumps({"kind": kind, **fields}) + "\n")
    sys.stdout.flush()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        setup = json.load(file)
    decoder = open_decoder(setup)
    tell("ready")
    # Nobody waits for it: it is there before the first phrase is over.
    wake_check = WakeCheck(setup) if setup.get("wake") else None
    check = None
    last = None
    pieces = 0
    while True:
        letter, length = struct.unpack(">cI", read_exactly(5))
        body = read_exactly(length)
        if letter == b"B":
            decoder.set_search(body.decode())
            decoder.start_utt()
            last, pieces = None, 0
            # Where no phrase is needed, there is none to be sure of.
            check = wake_check if body in CHECKED else None
            if check:
                check.begin()
        elif letter == b"A":
            decoder.process_raw(body, False, False)
            if check:
                check.audio += body
            pieces += 1
            if pieces % setup["piecesAPartial"] == 0:
                words = words_of(decoder, check, False)
                if words != last:
                    tell("partial", words=words)
                    last = words
        elif letter == b"E":
            decoder.end_utt()
            tell("final", words=words_of(decoder, check, True))


main()
