"""What the demo requesters asked for, and what has happened since: jobs of every kind, oldest first."""

from __future__ import annotations

from tasks.models import Assignment
from workers.demo import answers, guidance, materials
from workers.demo.jobs import DemoJob, InHand, Review, Work
from workers.demo.life import Pace, Slip

NAMED = ("lea", "samuel", "ines")
INCOMPLETE = Assignment.RejectCode.INCOMPLETE


def demo_jobs() -> list[DemoJob]:
    """Every demo job. The finished ones are paid; the open ones have answers that wait; one is a draft."""
    finished = [_ground(), _page(), _phrases()]
    begun = [
        _entretien(),
        _coins(),
        _interview(),
        _grass(),
        _photographs(),
        _outlines(),
        _faces(),
        _speakers(),
        _comments(),
        _messages(),
    ]
    return [*finished, *begun, _draft()]


def _ground() -> DemoJob:
    return DemoJob(
        key="demo-ground",
        requester="amina",
        kind="image_classification",
        title="What lies on the ground?",
        purpose="Teaches a robot that sweeps pavements to tell grass, gravel and brick apart.",
        instructions="Look at the picture and choose what covers **most** of it.",
        settings={"labels": ["grass", "gravel", "brick"], "multiple": False, "cant_tell": True},
        files=[materials.ground()],
        days_ago=6.1,
        wanted_answers=3,
        price_micros=14_000,
        expected_seconds=4,
        answer=answers.surface,
        pace=Pace(3.2),
        history=[Work(145, 144), Review(138)],
        is_taken_away=True,
    )


def _page() -> DemoJob:
    return DemoJob(
        key="demo-page",
        requester="amina",
        kind="image_transcription",
        title="Type a line of a scanned page",
        purpose="Makes a scanned handbook searchable, and lets it be read aloud.",
        instructions="Type what is printed, with its capitals and punctuation. Don’t correct anything.",
        examples=guidance.lines(),
        settings={"language": "en", "pages": True, "conventions": ["spelling", "hyphens"], "marks": ["unclear", "gap"]},
        files=materials.page_with_lines(),
        days_ago=4.5,
        wanted_answers=2,
        price_micros=60_000,
        expected_seconds=20,
        answer=answers.line,
        pace=Pace(23),
        slip=Slip(
            "lea",
            answers.line_without_its_end,
            INCOMPLETE,
            "The last word of the line is missing, and so are its capitals. Please type it to the end.",
        ),
        history=[
            Work(100, 12, (*NAMED, "crowd1", "crowd4")),
            Review(96),
            Work(90, 1, ("crowd7", "crowd2")),
            Review(86),
        ],
        is_taken_away=True,
    )


def _phrases() -> DemoJob:
    return DemoJob(
        key="demo-phrases",
        requester="jonas",
        kind="text_classification",
        title="De quoi parle cette phrase ?",
        purpose="Prépare une étude sur ce que disent les travailleuses du clic de leur temps et de leur argent.",
        instructions="Choisissez ce dont la phrase parle. Si elle parle des deux, choisissez *temps et argent*.",
        settings={"labels": ["temps", "argent", "temps et argent", "ni l’un ni l’autre"], "multiple": False},
        files=[("phrases.txt", "\n".join(materials.labelled("phrases")).encode())],
        days_ago=3.2,
        wanted_answers=2,
        price_micros=25_000,
        expected_seconds=6,
        answer=answers.phrase,
        pace=Pace(6),
        history=[Work(74, 48, ("lea", "ines", "crowd4", "crowd7", "crowd11")), Review(70)],
    )


def _entretien() -> DemoJob:
    return DemoJob(
        key="demo-entretien",
        requester="jonas",
        kind="audio_transcription",
        title="Transcrire un entretien en français",
        purpose="Des sociologues liront ces paroles ; aucune machine n’est entraînée avec.",
        instructions="Écrivez ce qui est dit, sans les « euh ». Si un mot est incompréhensible, écrivez [?].",
        settings={"language": "fr"},
        files=[materials.recording("entretien-fr")],
        days_ago=2.4,
        wanted_answers=3,
        price_micros=150_000,
        expected_seconds=40,
        answer=answers.speech,
        pace=Pace(41, returned_share=0.1),
        history=[Work(55, 6, ("lea", "crowd4", "crowd7")), Review(50), Work(5, 3, ("lea", "crowd11"))],
    )


def _coins() -> DemoJob:
    return DemoJob(
        key="demo-coins",
        requester="amina",
        kind="image_boxes",
        title="Draw a box around every coin",
        purpose="A museum finds the single coins in its old photographs.",
        instructions="One box a coin, close to its edge. Worn coins count too.",
        examples=guidance.coins(),
        is_talked_about=True,
        settings={"labels": ["coin"]},
        files=materials.trays_of_coins(),
        days_ago=2.0,
        wanted_answers=2,
        price_micros=110_000,
        expected_seconds=25,
        answer=answers.coins,
        pace=Pace(24, returned_share=0.1),
        slip=Slip(
            "samuel",
            answers.coins_without_the_last,
            INCOMPLETE,
            "There are three coins on this tray and two boxes. The worn one at the right counts too.",
        ),
        history=[Work(46, 7, ("samuel", "crowd3", "crowd9")), Review(40), Work(6, 6, ("samuel", "ines", "crowd8"))],
    )


def _interview() -> DemoJob:
    return DemoJob(
        key="demo-interview",
        requester="amina",
        kind="audio_transcription",
        title="Write down an interview",
        purpose="Sociologists read the words of click workers; no machine is trained with them.",
        instructions="Write what is said, and by whom. Mark a word that you aren’t sure of instead of guessing.",
        settings={
            "language": "en",
            "speakers": ["interviewer", "worker"],
            "conventions": ["clean", "spelling"],
            "marks": ["unclear", "unintelligible"],
        },
        files=[materials.recording("interview-en")],
        days_ago=1.3,
        wanted_answers=3,
        price_micros=150_000,
        expected_seconds=40,
        answer=answers.turns,
        pace=Pace(43),
        slip=Slip(
            "ines",
            answers.first_turn_only,
            INCOMPLETE,
            "Only the first sentence is written down. Please listen to the end of the piece.",
        ),
        history=[
            Work(29, 6, ("ines", "crowd1", "crowd12")),
            Review(26),
            Work(3.5, 4, ("samuel", "ines", "crowd6")),
            InHand("samuel", {"turns": [{"speaker": "worker", "text": "I would like to know. I would do it with"}]}),
        ],
    )


def _grass() -> DemoJob:
    return DemoJob(
        key="demo-grass",
        requester="jonas",
        kind="image_classification",
        title="Where does grass grow?",
        purpose="A town maps how much of its ground is green.",
        instructions="Say *grass* where grass covers most of the picture. A single blade between stones is *no grass*.",
        settings={"labels": ["grass", "no grass"], "multiple": False, "cant_tell": True, "grid": True},
        files=[materials.ground(materials.COARSE_GRID)],
        days_ago=1.2,
        wanted_answers=3,
        price_micros=7_500,
        expected_seconds=2,
        answer=answers.grass,
        pace=Pace(2.2, returned_share=0.01),
        history=[Work(27, 27, ("crowd1", "crowd6", "crowd9")), Review(21), Work(4, 9, ("crowd3",))],
    )


def _photographs() -> DemoJob:
    return DemoJob(
        key="demo-photographs",
        requester="amina",
        kind="image_classification",
        title="Say what a photograph shows",
        purpose="A test set for an open image search engine.",
        instructions=(
            "Choose every label that fits. A picture may show several things.\n\n"
            "- *person*: at least a face or a body\n- *place*: one could stand there\n"
            "- *surface*: a material and nothing else"
        ),
        settings={
            "labels": ["person", "animal", "vehicle", "thing", "place", "sky", "surface"],
            "multiple": True,
            "cant_tell": True,
        },
        files=[(name, materials.photograph(name)) for name in materials.PHOTOGRAPHS],
        days_ago=1.1,
        wanted_answers=3,
        price_micros=20_000,
        expected_seconds=5,
        answer=answers.photograph,
        pace=Pace(5.2),
        history=[Work(24, 12, ("crowd2", "crowd5", "crowd10")), Review(20), Work(2.5, 12, NAMED), Review(1.5, 0.5)],
    )


def _outlines() -> DemoJob:
    return DemoJob(
        key="demo-outlines",
        requester="amina",
        kind="image_polygons",
        title="Trace the edge of every coin",
        purpose="A museum measures how worn its coins are by their outline.",
        instructions="Follow the edge closely, with about sixteen vertices a coin. Follow a chip where there is one.",
        settings={"labels": ["coin"]},
        files=materials.trays_of_coins()[:3],
        days_ago=1.0,
        wanted_answers=2,
        price_micros=180_000,
        expected_seconds=45,
        answer=answers.outlines,
        pace=Pace(46),
        history=[Work(22, 2, ("crowd3", "samuel")), Review(18), Work(2, 1, ("crowd9",))],
    )


def _faces() -> DemoJob:
    return DemoJob(
        key="demo-faces",
        requester="amina",
        kind="image_keypoints",
        title="Where are the eyes and the nose?",
        purpose="Straightens portraits of people and animals in an archive before they are printed.",
        instructions="Left and right are as you see them. A photograph without a face has all three points *absent*.",
        settings={"points": ["left eye", "right eye", "nose"]},
        files=[(name, materials.photograph(name)) for name in materials.FACES],
        days_ago=0.9,
        wanted_answers=3,
        price_micros=60_000,
        expected_seconds=15,
        answer=answers.face,
        pace=Pace(14),
        history=[Work(20, 3, ("crowd2", "lea")), Review(16), Work(2, 2, ("crowd5",))],
    )


def _speakers() -> DemoJob:
    return DemoJob(
        key="demo-speakers",
        requester="jonas",
        kind="audio_classification",
        title="Who speaks in this piece?",
        purpose="Sociologists find the answers in an interview without hearing the questions again.",
        instructions="Tick everybody whose voice you hear. The interviewer asks, the worker tells.",
        settings={"labels": ["interviewer", "worker"], "multiple": True, "cant_tell": True, "not_shown": True},
        files=[materials.recording("interview-en")],
        days_ago=0.8,
        wanted_answers=2,
        price_micros=60_000,
        expected_seconds=15,
        answer=answers.speakers,
        pace=Pace(15),
        history=[Work(17, 3, ("crowd4", "ines")), Review(12), Work(2, 2, ("crowd7",))],
    )


def _comments() -> DemoJob:
    return DemoJob(
        key="demo-comments",
        requester="amina",
        kind="text_classification",
        title="Is the customer content?",
        purpose="A shop sorts its letters; a person answers each one afterwards.",
        instructions="Choose what the letter says. If it says neither, choose *neutral*.",
        settings={"labels": ["content", "not content", "neutral"], "multiple": False, "cant_tell": True},
        files=[("letters.txt", "\n".join(materials.labelled("comments")).encode())],
        days_ago=0.4,
        wanted_answers=3,
        price_micros=4_000,
        expected_seconds=3,
        answer=answers.comment,
        pace=Pace(4.6),
        history=[Work(8, 110), Review(4.5, 0.8)],
    )


def _messages() -> DemoJob:
    return DemoJob(
        key="demo-messages",
        requester="jonas",
        kind="text_classification",
        title="Does this message insult somebody?",
        purpose="A newspaper tests whether a filter for its readers’ letters hides criticism together with insults.",
        instructions="An insult is aimed at people. Sharp words about a thing or an opinion are none.",
        settings={"labels": ["insult", "no insult"], "multiple": False},
        warnings=("hate", "other"),
        warning_words="Coarse language",
        files=[("messages.txt", "\n".join(materials.labelled("messages")).encode())],
        days_ago=0.3,
        wanted_answers=3,
        price_micros=30_000,
        expected_seconds=7,
        training={
            "Only an idiot would write a headline like that.": (
                {"label": "insult"},
                "It calls the person who wrote the headline an idiot. Whether the headline is bad doesn’t matter.",
            ),
            "This makes me angry, and I shall write to the council.": (
                {"label": "no insult"},
                "Anger is no insult: nobody is called anything.",
            ),
            "I disagree with nearly every line of this, but it is well written.": (
                {"label": "no insult"},
                "It speaks about a text and an opinion, sharply and politely.",
            ),
        },
        training_places=15,
        answer=answers.message,
        pace=Pace(7),
        history=[Work(6, 14, ("crowd3", "crowd6", "crowd8"))],
    )


def _draft() -> DemoJob:
    names = ["camera.png", "chelsea.png", "coffee.png", "rocket.jpg"]
    return DemoJob(
        key="demo-draft",
        requester="amina",
        kind="image_boxes",
        title="Where are faces and hands?",
        purpose="Blurs people in photographs before an archive publishes them.",
        instructions="Draw a box around each face and each hand. If there is none, say so.",
        settings={"labels": ["face", "hand"]},
        files=[(name, materials.photograph(name)) for name in names],
        days_ago=0.05,
    )
