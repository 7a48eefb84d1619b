//! Twenty presses of one button at once: the deed is done once, and each of those who pressed is told what became of it.

use crate::world::{ADA, BEN, MIA, OLIVIA, World, said_to, until};
use domain::{Status, Ticket};
use futures_util::future::join_all;
use sandbox::{Answered, Id, Outcome};
use serde_json::json;

const PRESSES: usize = 20;
const STAFF: [Id; 3] = [BEN, ADA, OLIVIA];

async fn pressed(world: &World, ticket: &Ticket, verb: &str, who: &[Id]) -> Vec<(Id, Answered)> {
    join_all((0..PRESSES).map(|n| async move {
        let who = who[n % who.len()];
        (who, world.press(who, ticket, verb).await)
    }))
    .await
}

/// What each was told; those who were told that it is done, and the others.
fn told(answers: &[(Id, Answered)], done: &str) -> (Vec<Id>, Vec<(Id, String)>) {
    let all: Vec<(Id, String)> = answers.iter().map(|(who, answer)| (*who, said_to(*who, answer))).collect();
    assert_eq!(all.len(), PRESSES);
    let (done, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, text)| text == done);
    (done.into_iter().map(|(who, _)| who).collect(), others)
}

async fn deeds(world: &World, ticket: &Ticket) -> Vec<String> {
    let owner = world.owner().await.user();
    let who = world.store.access_with(world.guild, owner, &domain::MemberFacts::default()).await.unwrap();
    let view = world.store.ticket_view(&who, ticket.number).await.unwrap();
    view.timeline.iter().map(|event| event.deed.to_string()).collect()
}

#[tokio::test]
async fn of_twenty_claims_one_is_told_that_it_has_the_ticket() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let answers = pressed(&world, &ticket, "claim", &[BEN]).await;
    let (won, lost) = told(&answers, "You have claimed this ticket.");
    assert_eq!(won, [BEN]);
    assert!(lost.iter().all(|(_, text)| text == "You have already claimed this ticket."), "{lost:?}");
    assert_eq!(deeds(&world, &ticket).await, ["created", "claimed"]);
    assert_eq!(world.ticket(1).await.status, Status::InProgress);
    world.end().await;
}

#[tokio::test]
async fn of_twenty_closes_one_counts() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let forms = pressed(&world, &ticket, "close", &STAFF).await;
    assert!(forms.iter().all(|(_, form)| form.outcome == Outcome::Modal), "each gets the form");
    let answers = join_all(forms.iter().map(|(who, form)| {
        let world = &world;
        async move { (*who, world.control.submit(*who, &form.modal, &json!({"reason": "done"})).await.unwrap()) }
    }))
    .await;
    let (won, lost) = told(&answers, "This ticket is closed.");
    assert_eq!(won.len(), 1);
    assert!(lost.iter().all(|(_, text)| text == "This ticket is already closed."), "{lost:?}");
    let ticket = world.closed_and_published(1).await;
    assert_eq!(deeds(&world, &ticket).await, ["created", "closed"]);
    said_once(&world, &ticket).await;
    world.end().await;
}

#[tokio::test]
async fn of_twenty_presses_that_it_works_one_closes() {
    let world = World::new().await;
    let ticket = world.open_gold(MIA).await;
    let answers = pressed(&world, &ticket, "it_works", &[MIA, BEN]).await;
    let (won, lost) = told(&answers, "Glad that it works! This ticket is closed.");
    assert_eq!(won, [MIA]);
    for (who, text) in lost {
        let wanted =
            if who == MIA { "This ticket is already closed." } else { "Only the member who opened this ticket" };
        assert!(text.starts_with(wanted), "{who}: {text}");
    }
    let ticket = world.closed_and_published(1).await;
    assert_eq!(deeds(&world, &ticket).await, ["created", "confirmed"]);
    said_once(&world, &ticket).await;
    world.end().await;
}

/// The welcome and one notice of the end stand in the channel.
async fn said_once(world: &World, ticket: &Ticket) {
    until("everything that is due at once was done", || async {
        let due = world.store.due_of(ticket.id).await.unwrap();
        due.iter().all(|row| row.action == domain::DueAction::DeleteChannel).then_some(())
    })
    .await;
    let said = world.messages(ticket).await;
    assert_eq!(said.len(), 2, "{said:?}");
}
