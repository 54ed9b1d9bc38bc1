#!/usr/bin/env python3
"""Makes the exports of this folder: small tables in the style of usual tools, drawn from a fixed seed, in our own words."""
import csv
import datetime
import pathlib
import random

HERE = pathlib.Path(__file__).parent
GOOD = [
    "The courier came on time and the box was in perfect shape.", "Quick answer and a friendly voice, thank you.",
    "I love how simple the new app is to use.", "Great value, I would buy the kettle again.",
    "Anna solved my problem within five minutes, brilliant.", "Very clear instructions and a lovely design.",
]
BAD = [
    "I waited three weeks and nobody told me why.", "The lid broke on the second day, very disappointing.",
    "Support closed my ticket without an answer.", "The app crashes whenever I open the basket.",
    "I was charged twice and still have no refund.", "Rude on the phone and no help at all.",
]
MIXED = [
    "It works, but the manual is hard to read.", "Delivery was fine, the colour is not what I ordered.",
    "Okay for the price.", "Nothing special to report this time.", "Please add an option to pay by invoice.",
]
PEOPLE = ["Ines Marlow", "Tom Aldous", "Priya Nand", "Lena Vogt", "Marc Duval", "Rosa Pinto", "Ken Abara", "Ole Lind"]
AGENTS = ["Aino", "Bram", "Carla"]


def text(draw, score, top):
    pool = GOOD if score > 0.7 * top else BAD if score < 0.45 * top else MIXED
    return f"{draw.choice(pool)} {draw.choice(['', 'Order', 'Ref'])} {draw.randrange(100, 999)}".replace("  ", " ")


def moment(draw):
    return datetime.datetime(2026, 1, 5, 8) + datetime.timedelta(minutes=draw.randrange(60 * 24 * 80))


def email(name):
    return name.lower().replace(" ", ".") + "@example.com"


def write(name, header, rows, delimiter=",", encoding="utf-8"):
    with open(HERE / name, "w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    draw = random.Random(20)
    rows = []
    for _ in range(60):
        score = draw.choice([1, 2, 3, 4, 4, 5, 5, 5])
        rows.append([f"{moment(draw):%m/%d/%Y %H:%M:%S}", score, draw.choice([2, 3, 5, 5]), draw.choice(["Yes", "No", "Yes"]),
                     text(draw, score, 5) if draw.random() < 0.8 else "", draw.choice(["Web", "Shop", "Phone"])])
    write("google-forms.csv", ["Timestamp", "How satisfied were you with your visit?", "How easy was it to place your order?",
                               "Would you shop with us again?", "Any other comments?", "Where did you order?"], rows)

    rows = []
    for number in range(60):
        score = draw.choice([0, 3, 6, 7, 8, 9, 10, 10])
        start = moment(draw)
        rows.append([118000000 + 7 * number, 412000, f"{start:%m/%d/%Y %I:%M:%S %p}",
                     f"{start + datetime.timedelta(minutes=4):%m/%d/%Y %I:%M:%S %p}", f"198.51.100.{draw.randrange(250)}",
                     score, text(draw, score, 10), draw.choice(["Hotel", "Flat", "House"])])
    write("surveymonkey.csv", ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
                               "How likely is it that you would recommend this company to a friend or colleague?",
                               "What is the main reason for your score?", "Where did you stay?"], rows)

    rows = []
    for number in range(60):
        score, nps = draw.choice([1, 2, 4, 5, 6, 7, 7]), draw.choice([1, 5, 7, 9, 10])
        start = moment(draw)
        rows.append([f"{start:%Y-%m-%d %H:%M:%S}", f"{start + datetime.timedelta(seconds=240):%Y-%m-%d %H:%M:%S}",
                     "IP Address", 100, draw.randrange(60, 600), "True",
                     f"{start + datetime.timedelta(seconds=241):%Y-%m-%d %H:%M:%S}", f"R_{number:03d}x{draw.randrange(999999)}",
                     score, nps, text(draw, score, 7) if draw.random() < 0.7 else ""])
    write("qualtrics.csv", ["StartDate", "EndDate", "Status", "Progress", "Duration (in seconds)", "Finished", "RecordedDate",
                            "ResponseId", "Overall satisfaction", "Q2_NPS", "Q3 - Please explain your answer"], rows)

    rows = []
    for number in range(60):
        nps = draw.choice([2, 6, 8, 9, 10, 10])
        start = moment(draw)
        rows.append([f"{number:02d}k{draw.randrange(10**9)}", nps, text(draw, nps, 10) if draw.random() < 0.9 else "",
                     draw.choice(["Delivery", "Price", "Quality"]), f"{start:%Y-%m-%d %H:%M:%S}",
                     f"{start + datetime.timedelta(minutes=2):%Y-%m-%d %H:%M:%S}", f"n{draw.randrange(10**8)}"])
    write("typeform.csv", ["#", "How likely are you to recommend us to a friend or colleague?",
                           "What could we do better?", "What matters most to you?", "Start Date (UTC)",
                           "Submit Date (UTC)", "Network ID"], rows)

    rows = []
    for number in range(60):
        score = draw.choice([0, 4, 7, 8, 9, 10])
        person = draw.choice(PEOPLE)
        rows.append([40000 + number, "NPS", draw.choice(["Email", "Link"]), score,
                     text(draw, score, 10) if draw.random() < 0.6 else "", f"{moment(draw):%Y-%m-%d %H:%M:%S} UTC", person,
                     email(person), "https://example.com/r/" + str(number)])
    write("delighted.csv", ["Response ID", "Survey type", "Delighted source", "Score", "Comment", "Response date",
                            "Person name", "Person email", "Permalink"], rows)

    rows = []
    for number in range(60):
        score = draw.choice([1, 3, 5])
        start = moment(draw)
        person = draw.choice(PEOPLE)
        rows.append([9000 + number, draw.choice(["Parcel late", "Refund", "Broken lid", "Question"]), text(draw, score, 5),
                     draw.choice(["Solved", "Closed", "Open", "Pending"]), draw.choice(["Email", "Chat", "Web form"]),
                     person, draw.choice(AGENTS), draw.choice(["Orders", "Billing"]),
                     f"{start:%Y-%m-%d %H:%M}", f"{start + datetime.timedelta(hours=30):%Y-%m-%d %H:%M}",
                     draw.randrange(20, 300), draw.randrange(300, 4000),
                     draw.choice(["Good", "Bad", "Offered", "Unoffered"])])
    write("zendesk.csv", ["Ticket ID", "Subject", "Description", "Status", "Channel", "Requester", "Assignee", "Group",
                          "Created at", "Updated at", "First reply time in minutes",
                          "Full resolution time in minutes", "Satisfaction Score"], rows)

    rows = []
    for number in range(60):
        score = draw.choice([1, 2, 4, 5, 5])
        start = moment(draw)
        rows.append([215000 + number, f"{start:%Y-%m-%dT%H:%M:%SZ}", f"{start + datetime.timedelta(hours=5):%Y-%m-%dT%H:%M:%SZ}",
                     draw.choice(["open", "closed", "closed"]), f"u{draw.randrange(20)}", draw.choice(AGENTS),
                     draw.choice(["Tier 1", "Tier 2"]), score if draw.random() < 0.7 else "",
                     text(draw, score, 5) if draw.random() < 0.8 else ""])
    write("intercom.csv", ["Conversation ID", "Conversation started at (UTC)", "Last updated at (UTC)", "State", "User ID",
                           "Teammate assigned", "Team assigned", "Conversation rating", "Conversation rating remark"], rows)

    rows = []
    for number in range(60):
        score = draw.choice([1, 3, 5])
        start = moment(draw)
        rows.append([number + 1, draw.choice(["Late parcel", "Wrong size"]), text(draw, score, 5),
                     draw.choice(["Open", "Resolved", "Closed"]), draw.choice(["Email", "Portal", "Phone"]),
                     draw.choice(AGENTS), draw.choice(["Returns", "Orders"]), f"{start:%Y-%m-%d %H:%M:%S}",
                     f"{start + datetime.timedelta(hours=9):%Y-%m-%d %H:%M:%S}",
                     f"{draw.randrange(1, 60):02d}:{draw.randrange(60):02d}:{draw.randrange(60):02d}",
                     draw.randrange(1, 6), draw.randrange(0, 5), email(draw.choice(PEOPLE))])
    write("freshdesk.csv", ["Ticket ID", "Subject", "Description", "Status", "Source", "Agent", "Group", "Created time",
                            "Resolved time", "Resolution time (in hrs)", "Customer interactions", "Agent interactions",
                            "Email"], rows)

    rows = []
    for number in range(60):
        stars = draw.choice([1, 1, 2, 4, 5, 5])
        start = moment(draw)
        later = start + datetime.timedelta(days=1)
        rows.append(["com.example.shop", 120 + draw.randrange(9), draw.choice(["en", "de"]), draw.choice(["oriole", "a52q"]),
                     f"{start:%Y-%m-%dT%H:%M:%SZ}", int(start.timestamp() * 1000), f"{later:%Y-%m-%dT%H:%M:%SZ}", stars, "",
                     text(draw, stars, 5), "Sorry to hear that, please write to us." if stars < 3 else "",
                     f"https://play.example.com/r/{number}"])
    write("google-play.csv", ["Package Name", "App Version Code", "Reviewer Language", "Device", "Review Submit Date and Time",
                              "Review Submit Millis Since Epoch", "Review Last Update Date and Time", "Star Rating",
                              "Review Title", "Review Text", "Developer Reply Text", "Review Link"], rows)

    rows = []
    for number in range(60):
        score = draw.choice([1, 2, 3, 4, 5])
        rows.append([f"{moment(draw):%d.%m.%Y}", draw.choice(["Filiale", "Telefon", "E-Mail"]), draw.choice(AGENTS), score,
                     draw.choice([3, 7, 9, 10]), draw.choice(["ja", "nein"]),
                     text(draw, score, 5) if draw.random() < 0.7 else "", ""])
    write("excel.csv", ["Datum", "Kanal", "Mitarbeiter", "Zufriedenheit", "Weiterempfehlung", "Stammkunde",
                        "Kommentar\u00a0", ""], rows, delimiter=";")

    rows = []
    for number in range(60):
        answer = draw.choice(["Great", "Great", "Okay", "Not Good"])
        person = draw.choice(PEOPLE)
        rows.append([500 + number, person, email(person), "Order", answer,
                     text(draw, {"Great": 5, "Okay": 3, "Not Good": 1}[answer], 5) if draw.random() < 0.7 else "",
                     draw.choice(AGENTS), f"{moment(draw):%b %d, %Y %I:%M%p}"])
    write("help-scout.csv", ["Number", "Customer", "Customer Email", "Subject", "Rating", "Comments", "User", "Created"],
          rows)

    words = ["Sehr unzufrieden", "Unzufrieden", "teils/teils", "Zufrieden", "Sehr zufrieden"]
    rows = []
    for number in range(60):
        score = draw.randrange(5)
        rows.append([number + 1, f"{moment(draw):%d.%m.%Y %H:%M}", words[score],
                     draw.choice(["Schöne Ware, gerne wieder, vielen Dank.", "Leider kam das Paket viel zu spät an.",
                                  "Die Beratung war freundlich und für uns hilfreich."]), draw.choice(["Köln", "Gießen"])])
    write("formular.csv", ["ID", "Fertigstellungszeit", "Wie zufrieden sind Sie mit der Lieferung?",
                           "Was können wir verbessern?", "Geschäftsstelle"], rows, delimiter=";", encoding="cp1252")

    rows = []
    for number in range(60):
        thumb = draw.choice(["👍", "👍", "👎", ""])
        rows.append([f"{moment(draw):%d/%m/%Y}", draw.choice(PEOPLE), thumb, text(draw, 5 if thumb == "👍" else 1, 5)])
    write("thumbs.csv", ["Date", "Customer", "CSAT", "Feedback"], rows, encoding="utf-8-sig")

    names = ["StartDate", "EndDate", "IPAddress", "RecordedDate", "ResponseId", "Q1", "Q2", "Q3"]
    labels = ["Start Date", "End Date", "IP Address", "Recorded Date", "Response ID",
              "Overall, how satisfied are you with\nour service?",
              "How likely are you to recommend us? (0 = not at all likely, 10 = extremely likely)",
              "Please explain your answer."]
    words = ["Extremely dissatisfied", "Somewhat dissatisfied", "Neither satisfied nor dissatisfied", "Somewhat satisfied",
             "Extremely satisfied"]
    rows = [labels, ['{"ImportId":"' + name.lower() + '"}' for name in names]]
    for number in range(60):
        score = draw.randrange(5)
        start = moment(draw)
        rows.append([f"{start:%Y-%m-%d %H:%M:%S}", f"{start:%Y-%m-%d %H:%M:%S}", "198.51.100.4", f"{start:%Y-%m-%d %H:%M:%S}",
                     f"R_{number:03d}", words[score], draw.choice([0, 1, 2, 3, 4, 5]), text(draw, score, 4)])
    write("qualtrics-labels.csv", names, rows, encoding="utf-8-sig")

    rows = []
    for number in range(60):
        score = draw.randrange(1, 8)
        rows.append([7000 + number, "Customer effort score", score, text(draw, score, 7), f"{moment(draw):%Y-%m-%d %H:%M}",
                     email(draw.choice(PEOPLE))])
    write("hubspot.csv", ["Record ID", "Survey type", "Rating", "Response", "Submitted at", "Contact email"], rows)

    rows = []
    for number in range(60):
        score = draw.randrange(1, 4)
        rows.append([f"{moment(draw):%Y-%m-%d}", score, text(draw, score, 3)])
    write("three-points.csv", ["Date", "Satisfaction (1 = sad, 2 = okay, 3 = happy)", "Comment"], rows)


if __name__ == "__main__":
    main()
