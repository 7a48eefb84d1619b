//! Stories of who finds what: nobody finds, counts or is offered what they may not read.

use super::common::*;
use super::search::{found, numbers, page, read, spoken};
use crate::both;
use domain::search::{Field, tokens};
use domain::{Access, MessageId, MessageKind, Said, Status, Ticket, TicketId, UserId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use store::{Found, Order};

async fn note(world: &World, ticket: &Ticket, seconds: u64, words: &str) {
    let said = spoken(ticket, seconds, ANNA, words);
    world.store.record_message(&said, at(seconds)).await.unwrap();
    make_note(world, &said).await;
}

/// As if it had been recorded so: no verb writes notes.
async fn make_note(world: &World, said: &Said) {
    world.run(&format!("update message set kind = 'note' where id = {}", said.id)).await;
    let documents = if world.is_sqlite() { "search_document" } else { "search_index" };
    world.run(&format!("update {documents} set staff_only = true where id = {}", said.id)).await;
}

both! {
    async fn another_department_finds_counts_and_is_offered_nothing(world: World) {
        let gold = world.ticket().await;
        world.placed(&world.asking(NOAH, "Noah").await).await;
        let said = spoken(&gold, 10, MIA, "the secret password is swordfish");
        world.store.record_message(&said, at(10)).await.unwrap();
        for (who, sees) in [(OWNER, true), (ANNA, true), (VERA, true), (MIA, true), (TOM, false), (NOAH, false)] {
            for question in ["swordfish", "swordf*", "\"password is\"", "mia_the_great", "swordfish from:mia", "swordfish status:open"] {
                let found = found(&world, who, question).await;
                assert_eq!((found.tickets.len(), found.count), if sees { (1, 1) } else { (0, 0) }, "{who} {question}");
            }
        }
        let offered = async |who: UserId, field| {
            let values = world.store.search_values(&world.who(who).await, field).await.unwrap();
            values.into_iter().map(|named| named.key).collect::<Vec<_>>()
        };
        assert_eq!(offered(TOM, Field::From).await, ["noah"]);
        assert_eq!(offered(ANNA, Field::From).await, ["mia"]);
        assert_eq!(offered(TOM, Field::Department).await, ["tech-support"]);
        assert_eq!(offered(MIA, Field::Department).await, ["billing"], "where a ticket of hers lies");
        assert!(offered(TOM, Field::Type).await.iter().all(|key| key != "buy-gold"));
        world.store.claim(&world.who(ANNA).await, gold.id, domain::Via::Web, at(20)).await.unwrap();
        assert_eq!(offered(VERA, Field::Assignee).await, ["anna"]);
        assert!(offered(TOM, Field::Assignee).await.is_empty());
        // What is not theirs to see is unknown to them as if there were none.
        let unknown = async |question: &str| read(&world, TOM, question).await.unwrap_err().wrong.to_string();
        assert_eq!(unknown("department:billing").await.replace("billing", "x"), unknown("department:x").await);
        assert_eq!(unknown("type:buy-gold").await.replace("buy-gold", "x"), unknown("type:x").await);
        assert_eq!(read(&world, TOM, "from:mia").await.unwrap(), read(&world, TOM, "from:zzz").await.unwrap());
        // Of another guild nothing at all.
        assert_eq!(numbers(&world, OLGA, "swordfish").await, Vec::<i64>::new());
    }

    async fn notes_and_words_after_the_close_are_for_those_who_read_the_department(world: World) {
        let gold = world.ticket().await;
        let sword = world.placed(&world.asking(ANNA, "Anna").await).await;
        note(&world, &gold, 10, "she is lying about the marble").await;
        note(&world, &sword, 20, "a colleague with a marble").await;
        for (who, want) in [(OWNER, vec![2, 1]), (ANNA, vec![1]), (VERA, vec![1]), (TOM, vec![2]), (MIA, vec![])] {
            assert_eq!(numbers(&world, who, "marble").await, want, "{who}");
        }
        let reason = store::Closing::Close { reason: None, confirmed: false };
        world.store.close_ticket(&world.who(ANNA).await, gold.id, &reason, domain::Via::Web, at(100)).await.unwrap();
        world.store.record_message(&spoken(&gold, 200, BEN, "Glad that is over, obsidian."), at(200)).await.unwrap();
        assert_eq!(numbers(&world, VERA, "obsidian").await, [1]);
        assert_eq!(numbers(&world, MIA, "obsidian").await, Vec::<i64>::new());
    }

    /// 300 readers and questions drawn at random: what is found is what a look at every message finds.
    async fn what_is_found_is_what_is_there(world: World) {
        let all = sayings(&world).await;
        let mut random = StdRng::seed_from_u64(7);
        let mut with_finds = 0;
        for _ in 0..300 {
            let who = [OWNER, ANNA, TOM, VERA, MIA, NOAH][random.random_range(0..6)];
            let question = question(&mut random);
            let access = world.who(who).await;
            let expected = by_hand(&access, &all, &question);
            let (mut got, mut next): (Vec<TicketId>, Option<i64>) = (Vec::new(), None);
            let mut count = 0;
            loop {
                let one: Found = page(&world, who, &question, Order::Newest, next, 3).await;
                count = one.count.max(count);
                for ticket in &one.tickets {
                    let hits: Vec<i64> = ticket.hits.iter().map(|hit| hit.message.map_or(ticket.row.ticket.id.0, |id| id.0)).collect();
                    let theirs: Vec<i64> = expected.iter().filter(|(_, of)| *of == ticket.row.ticket.id).map(|(id, _)| *id).collect();
                    assert!(!hits.is_empty() && theirs.starts_with(&hits), "{who} {question}: {hits:?} of {theirs:?}");
                }
                got.extend(one.tickets.iter().map(|ticket| ticket.row.ticket.id));
                next = one.next;
                if next.is_none() {
                    break;
                }
            }
            let mut tickets: Vec<TicketId> = Vec::new();
            for (_, ticket) in &expected {
                if !tickets.contains(ticket) {
                    tickets.push(*ticket);
                }
            }
            assert_eq!(got, tickets, "{who} asks {question}");
            assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{who} counts {question}");
            with_finds += usize::from(!expected.is_empty());
        }
        assert!(with_finds > 100, "{with_finds} questions found something");
    }
}

const WORDS: [&str; 14] = [
    "gold",
    "golden",
    "sword",
    "refund",
    "please",
    "退款",
    "退",
    "退款了",
    "Đặng",
    "dang",
    "and",
    "not",
    "buy",
    "soon",
];

struct Saying {
    id: i64,
    ticket: Ticket,
    kind: MessageKind,
    text: String,
    /// Whom staff let into its ticket.
    let_in: Vec<UserId>,
}

/// Tickets of both departments with what was said in them, by chance; some of it notes.
async fn sayings(world: &World) -> Vec<Saying> {
    let mut random = StdRng::seed_from_u64(3);
    let mut tickets = Vec::new();
    for (who, name) in [(MIA, "Mia"), (NOAH, "Noah"), (ANNA, "Anna"), (TOM, "Tom")] {
        tickets.push(world.placed(&world.buying(who, name).await).await);
        tickets.push(world.placed(&world.asking(who, name).await).await);
    }
    world.store.claim(&world.who(ANNA).await, tickets[0].id, domain::Via::Web, at(1)).await.unwrap();
    world.store.claim(&world.who(TOM).await, tickets[1].id, domain::Via::Web, at(2)).await.unwrap();
    // A member into two departments' tickets, and staff into one of the other department.
    let owner = world.who(OWNER).await;
    for (ticket, person) in [(0, NOAH), (1, NOAH), (4, TOM), (5, ANNA), (4, MIA)] {
        world.store.add_member(&owner, tickets[ticket].id, person, domain::Via::Web, at(3)).await.unwrap();
    }
    world.store.remove_member(&owner, tickets[4].id, MIA, domain::Via::Web, at(4)).await.unwrap();
    for second in 0..240_u64 {
        let ticket = &tickets[random.random_range(0..tickets.len())];
        let words: Vec<&str> =
            (0..random.random_range(1..6)).map(|_| WORDS[random.random_range(0..WORDS.len())]).collect();
        let author = [MIA, NOAH, ANNA, TOM][random.random_range(0..4)];
        let said = spoken(ticket, 10 + second, author, &words.join(" "));
        world.store.record_message(&said, at(10 + second)).await.unwrap();
        if random.random_bool(0.15) {
            make_note(world, &said).await;
        }
    }
    let mut all = Vec::new();
    for ticket in &tickets {
        let let_in = world.store.ticket_members(ticket.id).await.unwrap();
        let ticket = world.again(ticket).await;
        let said = world.store.transcript(&owner, ticket.id, store::Page::Newest, 200).await.unwrap();
        for message in said.messages {
            let (id, kind, text) = (message.id.0, message.kind, message.content);
            all.push(Saying { id, ticket: ticket.clone(), kind, text, let_in: let_in.clone() });
        }
        let answers = world.store.answers(ticket.id).await.unwrap();
        let text =
            answers.iter().fold(ticket.customer_name.clone(), |text, answer| format!("{text}\n{}", answer.shown));
        all.push(Saying { id: ticket.id.0, ticket, kind: MessageKind::Said, text, let_in });
    }
    all.sort_by_key(|saying| std::cmp::Reverse(saying.id));
    all
}

fn question(random: &mut StdRng) -> String {
    let word = |random: &mut StdRng| WORDS[random.random_range(0..WORDS.len())].to_owned();
    let mut pieces = vec![match random.random_range(0..5) {
        0 => format!("\"{} {}\"", word(random), word(random)),
        1 => "gol*".to_owned(),
        2 => "mia".to_owned(),
        _ => word(random),
    }];
    if random.random_bool(0.3) {
        pieces.push(word(random));
    }
    if random.random_bool(0.3) {
        pieces.push(format!("-{}", word(random)));
    }
    if random.random_bool(0.4) {
        let fields = [
            "status:in_progress",
            "-status:open",
            "priority:medium",
            "assignee:anna",
            "assignee:none",
            "-assignee:me",
            "from:mia",
            "-from:mia",
            "from:me",
            "after:2026-09-21",
            "before:2026-09-21",
        ];
        pieces.push(fields[random.random_range(0..fields.len())].to_owned());
    }
    pieces.join(" ")
}

/// Every message, one by one: the id and the ticket of each that fits, newest first.
fn by_hand(access: &Access, all: &[Saying], question: &str) -> Vec<(i64, TicketId)> {
    let mut found = Vec::new();
    for saying in all {
        let ticket = &saying.ticket;
        let is_internal = matches!(saying.kind, MessageKind::Note | MessageKind::AfterClose);
        let is_let_in = saying.let_in.contains(&access.user());
        let mut fits = access.may_read(ticket.department, ticket.customer, is_let_in)
            && (!is_internal || access.sees_notes(ticket.department));
        // Pieces are read apart here, and words compared as plain lists.
        let text: Vec<String> = tokens(&saying.text).into_iter().map(|token| token.term).collect();
        let mut rest = question;
        while let Some(start) = rest.find(|c: char| c != ' ') {
            rest = &rest[start..];
            let end = if let Some(inner) = rest.strip_prefix('"') {
                inner.find('"').unwrap() + 2
            } else {
                rest.find(' ').unwrap_or(rest.len())
            };
            let (piece, after) = rest.split_at(end);
            rest = after;
            let (without, piece) = piece.strip_prefix('-').map_or((false, piece), |piece| (true, piece));
            fits &= holds(access, saying, &text, piece) != without;
        }
        if fits {
            found.push((saying.id, ticket.id));
        }
    }
    found
}

fn holds(access: &Access, saying: &Saying, text: &[String], piece: &str) -> bool {
    let ticket = &saying.ticket;
    let day = MessageId(saying.id).time().0.div_euclid(86_400_000);
    match piece {
        "status:in_progress" => ticket.status == Status::InProgress,
        "status:open" => ticket.status == Status::Open,
        "priority:medium" => true,
        "assignee:anna" => ticket.assignee == Some(ANNA),
        "assignee:none" => ticket.assignee.is_none(),
        "assignee:me" => ticket.assignee == Some(access.user()),
        "from:mia" => ticket.customer == MIA,
        "from:me" => ticket.customer == access.user(),
        "after:2026-09-21" => day >= START.0 / 86_400_000,
        "before:2026-09-21" => day < START.0 / 86_400_000,
        "gol*" => text.iter().any(|term| term.starts_with("gol")),
        _ => {
            let plain = piece.trim_matches('"');
            if plain.chars().count() == 1 {
                return saying.text.contains(plain);
            }
            let mut terms: Vec<String> = tokens(plain).into_iter().map(|token| token.term).collect();
            // The letter that ends a run of pairs stands in the text only where the text's run ends too.
            if terms.len() > 1 && terms.last().is_some_and(|term| term == "款" || term == "了") {
                terms.pop();
            }
            let last_is_letter = terms.last().is_some_and(|term| term == "退");
            text.windows(terms.len()).any(|window| {
                let (end, begin) = window.split_last().unwrap();
                let (last, first) = terms.split_last().unwrap();
                begin == first && (end == last || (last_is_letter && end.starts_with(last.as_str())))
            })
        }
    }
}
