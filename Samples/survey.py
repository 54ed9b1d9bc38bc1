#!/usr/bin/env python3
"""Writes survey.csv: answers to an invented survey after support cases, with a known effect.

    python3 Samples/survey.py > Samples/survey.csv

From 9 March 2026 on, after a training of the agents, satisfaction, recommendation, comments, resolution and handling times
are drawn from better distributions. The share of resolved cases and refunds are drawn from the same ones throughout, so
nothing should be found there but chance.
"""

import csv
import datetime
import random
import sys

SEED = 20260309
FIRST = datetime.date(2026, 1, 5)
TRAINING = datetime.date(2026, 3, 9)
WEEKS = 18
RECORDS_A_DAY = 18

# Chance of the answers 1 to 5, before and from the training on.
SATISFACTION = {False: (10, 12, 16, 36, 26), True: (6, 8, 12, 38, 36)}
MEDIAN_HOURS = {False: 20.0, True: 14.0}
MEAN_MINUTES = {False: 16.0, True: 13.5}
RESOLVED = 0.82
REFUND = 6.0

# Likelihood to recommend by satisfaction.
RECOMMENDATION = {1: (0, 1, 2, 3), 2: (3, 4, 5, 6), 3: (5, 6, 7, 8), 4: (7, 8, 8, 9), 5: (8, 9, 10, 10)}

AGENTS = (
    "Aino", "Bilal", "Carla", "Dario", "Edda", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Lior",
    "Mina", "Nils", "Olga", "Pavel", "Quinn", "Rosa", "Sven", "Tara", "Uwe", "Vera", "Wout", "Yara",
)
CHANNELS = ("phone", "phone", "chat", "email", "email")

COMMENTS = {
    "good": (
        ("{agent} was patient and solved it at once", "Quick and friendly answer from {agent}",
         "Very helpful, thank you", "I felt understood from the first minute", "Great support as always",
         "{agent} explained every step clearly", "Easy to reach and really kind"),
        ("the new router works perfectly", "my refund came the same day", "the wrong charge is gone",
         "I am happy with how this went", "the delivery was moved without any fuss", "I would gladly call again"),
    ),
    "plain": (
        ("I asked about my contract", "The router was replaced on Tuesday", "I called about the last bill",
         "A technician came by", "I wanted to know the opening hours", "I sent the form by email",
         "I asked for a copy of the invoice", "My case was about the television box", "I moved to the second floor"),
        ("the case number is on the form", "it took two calls", "the letter arrived on Friday",
         "I will see next month whether it holds", "the rest is as before"),
    ),
    "bad": (
        ("Nobody called me back", "I had to explain everything three times", "{agent} was rude and in a hurry",
         "I waited forty minutes in the queue", "The answer was useless", "I am still waiting for my refund",
         "The app crashed again while I was chatting"),
        ("the router is still broken", "I was charged twice", "the parcel never arrived",
         "this is very disappointing", "I am thinking about leaving", "it was a waste of time"),
    ),
}


def comment(draw, satisfaction, agent):
    if draw.random() < 0.15:
        return ""
    mood = {1: "bad", 2: "bad", 3: "plain", 4: "good", 5: "good"}[satisfaction]
    if draw.random() < 0.15:
        mood = "plain"
    opening, detail = (draw.choice(part) for part in COMMENTS[mood])
    return f"{opening}, {detail}".format(agent=agent) if draw.random() < 0.6 else opening.format(agent=agent)


def main():
    draw = random.Random(SEED)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        ("date", "customer", "agent", "channel", "csat", "nps", "resolution_hours", "resolved", "handling_minutes",
         "refund", "comment"))
    for day in range(7 * WEEKS):
        date = FIRST + datetime.timedelta(days=day)
        trained = date >= TRAINING
        for _ in range(RECORDS_A_DAY if date.weekday() < 5 else RECORDS_A_DAY // 2):
            agent = draw.choice(AGENTS)
            satisfaction = draw.choices(range(1, 6), SATISFACTION[trained])[0]
            out.writerow((
                date.isoformat(),
                f"C{draw.randrange(400):03}",
                agent,
                draw.choice(CHANNELS),
                satisfaction,
                "" if draw.random() < 0.1 else draw.choice(RECOMMENDATION[satisfaction]),
                f"{MEDIAN_HOURS[trained] * draw.lognormvariate(0, 0.8):.1f}",
                "yes" if draw.random() < RESOLVED else "no",
                f"{draw.gammavariate(4, MEAN_MINUTES[trained] / 4):.1f}",
                f"{draw.expovariate(1 / REFUND):.2f}",
                comment(draw, satisfaction, agent),
            ))


if __name__ == "__main__":
    main()
