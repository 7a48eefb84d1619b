//! Stories of search: what is found, how it is grouped, how the index keeps up; the same on both databases.

use super::common::*;
use crate::both;
use domain::search::{QueryFault, tokens};
use domain::{Said, Ticket, UserId};
use store::{Found, Order, Reading};

pub async fn read(world: &World, who: UserId, question: &str) -> Result<Reading, QueryFault> {
    world.store.read_question(&world.who(who).await, question, at(100_000)).await.unwrap()
}

pub async fn page(world: &World, who: UserId, question: &str, order: Order, page: Option<i64>, limit: usize) -> Found {
    let reading = read(world, who, question).await.unwrap_or_else(|fault| panic!("{question}: {fault:?}"));
    world.store.search(&world.who(who).await, &reading, order, page, limit, at(100_000)).await.unwrap()
}

pub async fn found(world: &World, who: UserId, question: &str) -> Found {
    page(world, who, question, Order::Newest, None, 25).await
}

/// The numbers of the tickets that are found.
pub async fn numbers(world: &World, who: UserId, question: &str) -> Vec<i64> {
    found(world, who, question).await.tickets.iter().map(|ticket| ticket.row.ticket.number).collect()
}

/// Under the names that their members have.
pub fn spoken(ticket: &Ticket, seconds: u64, author: UserId, words: &str) -> Said {
    let names = [(MIA, "Mia"), (NOAH, "Noah"), (ANNA, "Anna"), (TOM, "Tom"), (BEN, "Ben"), (DOCKET, "Docket")];
    let name = names.iter().find(|(id, _)| *id == author).map_or("Somebody", |(_, name)| name);
    Said { author: person(author, name), ..said(ticket, seconds, author, words) }
}

async fn say(world: &World, ticket: &Ticket, seconds: u64, author: UserId, words: &str) -> Said {
    let said = spoken(ticket, seconds, author, words);
    world.store.record_message(&said, at(seconds)).await.unwrap();
    said
}

/// Every term of the index.
async fn terms(world: &World) -> Vec<String> {
    world.run_on_sqlite("create virtual table if not exists terms using fts5vocab(search_index, row)").await;
    world.lines("select term from terms", "select word from ts_stat('select tsv from search_index')").await
}

both! {
    async fn words_phrases_beginnings_and_what_is_left_out(world: World) {
        let gold = world.ticket().await;
        let sword = world.placed(&world.asking(NOAH, "Noah").await).await;
        say(&world, &gold, 10, MIA, "I want to buy GOLD now, please").await;
        say(&world, &gold, 20, ANNA, "Đặng Lan will sell you gold tomorrow").await;
        say(&world, &sword, 30, NOAH, "my golden sword is gone, refund: https://example.com/O'Neil?x=1.5").await;
        say(&world, &sword, 40, TOM, "我要退款了 and then NEAR or not").await;
        for (question, want) in [
            ("gold", vec![1]),
            ("GOLD buy", vec![1]),
            ("gold*", vec![2, 1]),
            ("gol*", vec![2, 1]),
            ("\"buy gold\"", vec![1]),
            ("\"gold buy\"", vec![]),
            ("gold -tomorrow", vec![1]),
            ("gold -buy -tomorrow", vec![]),
            ("dang lan", vec![1]),
            ("ĐẶNG", vec![1]),
            ("oneil", vec![2]),
            ("example.com", vec![2]),
            ("1.5", vec![2]),
            ("退款", vec![2]),
            ("款", vec![2]),
            ("退款了", vec![2]),
            ("款退", vec![]),
            ("near not and or", vec![2]),
            ("\"near or not\"", vec![2]),
            ("buy tomorrow", vec![]),
            ("nothing", vec![]),
        ] {
            assert_eq!(numbers(&world, OWNER, question).await, want, "{question}");
        }
    }

    async fn fields_narrow_what_is_found(world: World) {
        let gold = world.ticket().await;
        let sword = world.placed(&world.asking(NOAH, "Noah").await).await;
        say(&world, &gold, 10, MIA, "hello there").await;
        say(&world, &sword, 86_400, NOAH, "hello again").await;
        world.store.claim(&world.who(ANNA).await, gold.id, domain::Via::Web, at(99)).await.unwrap();
        for (question, want) in [
            ("hello", vec![2, 1]),
            ("hello status:open", vec![2]),
            ("hello -status:open", vec![1]),
            ("hello status:active", vec![2, 1]),
            ("hello type:\"Buy gold\"", vec![1]),
            ("hello type:buy-gold,general", vec![2, 1]),
            ("hello -type:buy-gold", vec![2]),
            ("hello department:billing", vec![1]),
            ("hello from:mia", vec![1]),
            ("hello from:nobody-at-all", vec![]),
            ("hello assignee:anna", vec![1]),
            ("hello assignee:none", vec![2]),
            ("hello -assignee:none", vec![1]),
            ("hello priority:medium", vec![2, 1]),
            ("hello priority:urgent", vec![]),
            ("hello #2", vec![2]),
            ("hello after:2026-09-22", vec![2]),
            ("hello before:2026-09-22", vec![1]),
            ("hello after:2027", vec![]),
        ] {
            assert_eq!(numbers(&world, OWNER, question).await, want, "{question}");
        }
        assert_eq!(numbers(&world, ANNA, "hello assignee:me").await, [1]);
        assert_eq!(numbers(&world, MIA, "hello from:me").await, [1]);
    }

    async fn what_cannot_be_read_says_where(world: World) {
        for (question, place) in [("hello type:nothing", "nothing"), ("department:billin", "billin"), ("x \"y", "\"y"), ("zebra:1", "zebra:"), ("-x", "-x"), ("from:a from:b -from:c assignee:d from:me assignee:last", "last")] {
            let fault = read(&world, OWNER, question).await.unwrap_err();
            assert_eq!(fault.around(question).1, place, "{question}");
        }
        let fault = read(&world, OWNER, "department:billin").await.unwrap_err();
        assert!(fault.wrong.to_string().contains("Did you mean billing?"), "{}", fault.wrong);
    }

    async fn answers_names_and_numbers_lead_to_the_ticket(world: World) {
        let gold = world.ticket().await;
        world.placed(&world.asking(NOAH, "Noah").await).await;
        assert_eq!(numbers(&world, OWNER, "mia_the_great").await, [1], "what the form was answered");
        assert_eq!(numbers(&world, OWNER, "mia").await, [1], "the member's name");
        assert_eq!(numbers(&world, OWNER, "noah").await, [2]);
        assert_eq!(numbers(&world, OWNER, "2").await, [2], "a plain number");
        let hit = &found(&world, OWNER, "sword gone").await.tickets[0].hits[0];
        assert_eq!((hit.message, hit.author.as_str()), (None, "Noah"));
        assert!(hit.text.contains("My sword is gone."));
        say(&world, &gold, 10, MIA, "ticket 2 was mine too").await;
        assert_eq!(numbers(&world, OWNER, "2").await, [2, 1], "the ticket, then what was said");
        assert_eq!(numbers(&world, TOM, "1").await, Vec::<i64>::new());
        let by_number = read(&world, OWNER, "#2").await.unwrap();
        assert!(by_number.words.is_empty());
        let list = world.store.inbox(&world.who(OWNER).await, &by_number.filter, None, 10).await.unwrap();
        assert_eq!(list.rows.iter().map(|row| row.ticket.number).collect::<Vec<_>>(), [2]);
    }

    async fn the_index_follows_edits_and_comparisons(world: World) {
        let ticket = world.ticket().await;
        let first = say(&world, &ticket, 10, MIA, "an apple").await;
        world.store.record_message(&edited(&first, 20, "a pear"), at(20)).await.unwrap();
        assert_eq!(numbers(&world, OWNER, "apple").await, Vec::<i64>::new(), "only what it says now");
        assert_eq!(numbers(&world, OWNER, "pear").await, [1]);
        world.store.record_deletion(first.channel, &[first.id], at(30)).await.unwrap();
        let hit = &found(&world, OWNER, "pear").await.tickets[0].hits[0];
        assert!(hit.deleted, "kept in the transcript, so found there");
        let late = spoken(&ticket, 40, MIA, "a quince");
        let changed = edited(&first, 50, "a plum");
        world.store.compare(ticket.id, &[changed, late], at(60), at(60)).await.unwrap();
        for (question, count) in [("pear", 0), ("plum", 1), ("quince", 1)] {
            assert_eq!(found(&world, OWNER, question).await.count, count, "{question}");
        }
        let empty = edited(&first, 70, "…");
        world.store.record_message(&empty, at(70)).await.unwrap();
        assert_eq!(found(&world, OWNER, "plum").await.count, 0);
        // Docket's own words are not searched.
        say(&world, &ticket, 80, DOCKET, "marmalade").await;
        assert_eq!(found(&world, OWNER, "marmalade").await.count, 0);
    }

    async fn finds_are_grouped_newest_first_and_go_on_page_by_page(world: World) {
        let mut tickets = Vec::new();
        for (who, name) in [(MIA, "Mia"), (NOAH, "Noah")] {
            tickets.push(world.placed(&world.buying(who, name).await).await);
            tickets.push(world.placed(&world.asking(who, name).await).await);
        }
        for round in 0..5_u64 {
            for (at, ticket) in (0..).zip(&tickets) {
                say(&world, ticket, 10 + round * 10 + at, MIA, &format!("needle {round}")).await;
            }
        }
        let all = found(&world, OWNER, "needle").await;
        assert_eq!((all.count, all.uncounted, all.next), (20, false, None));
        assert_eq!(all.tickets.iter().map(|one| one.row.ticket.number).collect::<Vec<_>>(), [4, 3, 2, 1]);
        assert_eq!(all.tickets[0].hits.iter().map(|hit| hit.text.as_str()).collect::<Vec<_>>(), ["needle 4", "needle 3", "needle 2"]);
        for order in [Order::Newest, Order::Best] {
            let (mut seen, mut next) = (Vec::new(), None);
            loop {
                let one = page(&world, OWNER, "needle", order, next, 1).await;
                seen.extend(one.tickets.iter().map(|one| one.row.ticket.number));
                next = one.next;
                if next.is_none() {
                    break;
                }
            }
            assert_eq!(seen, [4, 3, 2, 1], "{order:?}: each ticket once");
        }
    }

    async fn the_best_comes_first_where_that_is_asked(world: World) {
        let good = world.ticket().await;
        let poor = world.placed(&world.asking(NOAH, "Noah").await).await;
        say(&world, &good, 10, MIA, "refund gold").await;
        say(&world, &poor, 20, NOAH, &format!("refund {} gold", "of this and that and more ".repeat(12))).await;
        let order = async |order| {
            let found = page(&world, OWNER, "gold refund", order, None, 25).await;
            found.tickets.iter().map(|one| one.row.ticket.number).collect::<Vec<_>>()
        };
        assert_eq!(order(Order::Newest).await, [2, 1]);
        assert_eq!(order(Order::Best).await, [1, 2]);
    }

    async fn an_index_that_is_behind_catches_up(world: World) {
        let ticket = world.ticket().await;
        for second in 0..25 {
            say(&world, &ticket, 10 + second, MIA, &format!("word{second}")).await;
        }
        let before = terms(&world).await;
        world.store.forget_search().await.unwrap();
        assert_eq!(found(&world, OWNER, "word3").await.count, 0);
        assert!(found(&world, OWNER, "word3").await.is_behind);
        // What comes meanwhile enters by itself, and is not undone.
        let known = spoken(&ticket, 12, MIA, "word2");
        world.store.record_message(&edited(&known, 100, "another"), at(100)).await.unwrap();
        assert!(!world.store.rebuild_search(10).await.unwrap().is_done);
        assert_eq!(found(&world, OWNER, "word24").await.count, 1, "the newest first");
        assert_eq!(found(&world, OWNER, "word3").await.count, 0);
        while !world.store.rebuild_search(10).await.unwrap().is_done {}
        assert_eq!((found(&world, OWNER, "word3").await.count, found(&world, OWNER, "another").await.count), (1, 1));
        assert_eq!(found(&world, OWNER, "word2").await.count, 0);
        assert!(!found(&world, OWNER, "word3").await.is_behind);
        assert_eq!(found(&world, OWNER, "mia_the_great").await.count, 1);
        let slot = before[0][..4].to_owned();
        let now = terms(&world).await;
        let expected = before.iter().filter(|term| **term != format!("{slot}word2")).count() + 1;
        assert_eq!(now.len(), expected);
    }

    /// Whatever is said: a term without its guild's slot would be shared between guilds. Every letter there is.
    async fn every_term_has_its_guilds_slot(world: World) {
        let ticket = world.ticket().await;
        let other = world.store.open_ticket(&elsewhere(&world).await, START).await.unwrap().ticket;
        let all: Vec<char> = (1..=0x1F_FFFF_u32).filter_map(char::from_u32).filter(|c| *c as u32 <= 0x3_FFFF).collect();
        let sayings = all.chunks(4_000).map(|chunk| chunk.iter().flat_map(|c| ['a', *c, 'b', ' ']).collect::<String>());
        for (second, text) in (10..).zip(sayings) {
            say(&world, &ticket, second, MIA, &text).await;
        }
        let found: Vec<String> = terms(&world).await;
        let slots = world.lines("select cast(slot as text) from search_slot", "select cast(slot as text) from search_slot").await;
        assert_eq!(slots.len(), 2, "{} lies elsewhere", other.guild);
        let slots: Vec<String> = slots.iter().map(|slot| domain::search::Slot::of(slot.parse().unwrap()).as_str().to_owned()).collect();
        for term in &found {
            assert!(slots.iter().any(|slot| term.starts_with(slot)) && term.chars().count() > 4, "{term:?}");
        }
        // Nothing was divided: there are as many terms as our tokeniser made.
        let made: std::collections::BTreeSet<String> =
            all.chunks(4_000).flat_map(|chunk| tokens(&chunk.iter().flat_map(|c| ['a', *c, 'b', ' ']).collect::<String>())).map(|token| token.term).collect();
        let told: std::collections::BTreeSet<String> = found.iter().filter(|term| !term.contains('\u{E000}')).map(|term| term.chars().skip(4).collect()).collect();
        let missing: Vec<_> = made.difference(&told).take(5).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

/// The member of the other guild opens a ticket there.
async fn elsewhere(world: &World) -> store::Opening {
    store::Opening {
        guild: OTHER,
        ticket_type: world.type_of(OTHER, "general").await,
        answers: answers(&[("description", "Something else entirely."), ("contact", "discord")]),
        ..world.buying(OLGA, "Olga").await
    }
}

/// A database of the first release: what was said in it is searched once the index has caught up.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_before_is_indexed_after_the_upgrade() {
    let data = tempfile::tempdir().unwrap();
    let file =
        sqlx::sqlite::SqliteConnectOptions::new().filename(data.path().join("docket.db")).create_if_missing(true);
    let old = sqlx::SqlitePool::connect_with(file).await.unwrap();
    let mut first = sqlx::migrate!("../migrations/sqlite");
    first.migrations = first.migrations.iter().filter(|one| one.version == 1).cloned().collect::<Vec<_>>().into();
    first.run(&old).await.unwrap();
    sqlx::raw_sql(
        "insert into guild (id, name, owner, present, next_number, created_at) values (1000, 'Acme', 1, true, 2, 0);
         insert into department (id, guild, key, name, colour, position) values (5, 1000, 'billing', 'Billing', 0, 0);
         insert into form (id, guild, revision) values (6, 1000, 1);
         insert into ticket_type (id, guild, department, form, key, name, label, style, state, welcome, naming,
           default_priority, limit_per_member, when_closed, archive_days, position, revision)
         values (7, 1000, 5, 6, 'gold', 'Gold', 'Gold', 'grey', 'active', '{}', '', 'medium', 1, 'keep', 1, 0, 1);
         insert into ticket (id, guild, number, ticket_type, department, customer, customer_name, channel_name,
           provisioning, priority, status, waiting_on, created_at, last_at, form_revision, revision, published_revision)
         values (8, 1000, 1, 7, 5, 6, 'Mia', 'mia', 'done', 'medium', 'open', 'staff', 0, 0, 1, 1, 1);
         insert into ticket_answer (ticket, position, key, label, value, shown) values (8, 0, 'a', 'A', 'x', 'Thunderbird');
         insert into message (id, guild, ticket, author, kind, content, embeds, components, stickers,
           deleted_while_away, version) values (9, 1000, 8, 6, 'said', 'the old days', '[]', '[]', '[]', false, 1)",
    )
    .execute(&old)
    .await
    .unwrap();
    old.close().await;
    let store = store::Store::sqlite(data.path()).await.unwrap();
    let facts = domain::MemberFacts { is_owner: true, ..domain::MemberFacts::default() };
    let access = store.access_with(ACME, OWNER, &facts).await.unwrap();
    let count = async |question: &str| {
        let reading = store.read_question(&access, question, START).await.unwrap().unwrap();
        let found = store.search(&access, &reading, Order::Newest, None, 25, START).await.unwrap();
        (found.count, found.is_behind)
    };
    assert_eq!(count("\"old days\"").await, (0, true));
    while !store.rebuild_search(100).await.unwrap().is_done {}
    assert_eq!(count("\"old days\"").await, (1, false));
    assert_eq!(count("thunderbird").await, (1, false));
    assert_eq!(count("mia").await, (1, false));
    assert!(store.rebuild_search(100).await.unwrap().is_done);
    store.close().await;
}
