//! Who may open what, as members meet it: refused at the press, in line, let in.

use crate::world::{MIA, NOAH, World, gold, id, now, place, said_to, until, user};
use domain::setting::{BlockDraft, Blocked, TypeRulesDraft};
use domain::{OpeningRules, Via};
use sandbox::Outcome;
use store::Closing;

impl World {
    async fn rule(&self, opening: OpeningRules) {
        let catalog = self.store.catalog(self.guild).await.unwrap();
        let kind = catalog.types.iter().find(|kind| kind.key == "buy-gold").unwrap();
        let draft = TypeRulesDraft { opening, ..TypeRulesDraft::default() };
        let owner = self.owner().await;
        self.store.save_type_rules(&owner, kind.id, kind.revision, &draft, Via::Web, now()).await.unwrap();
    }

    /// What a press is answered with, once it is this.
    async fn hears(&self, who: sandbox::Id, words: &str) {
        until(words, || async {
            let answered = self.press_panel(who, "buy-gold").await;
            (answered.outcome != Outcome::Modal && said_to(who, &answered).contains(words)).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn whoever_may_not_open_is_told_at_the_press() {
    let world = World::new().await;
    world.rule(OpeningRules { account_days: 3_650, ..OpeningRules::default() }).await;
    world.hears(MIA, "must be at least 3650 days old").await;
    world.rule(OpeningRules { member_days: 3_650, ..OpeningRules::default() }).await;
    world.hears(MIA, "in this server for at least 3650 days").await;
    world.rule(OpeningRules::default()).await;
    let owner = world.owner().await;
    let who = world.store.access_with(world.guild, owner.user(), &domain::MemberFacts::default()).await.unwrap();
    let block = BlockDraft { whom: Blocked::Person(user(MIA)), reason: Some("Scam.".into()), until: None };
    let block = world.store.block(&who, &block, Via::Web, now()).await.unwrap();
    world.hears(MIA, "You can't open tickets here: Scam.").await;
    world.store.unblock(&who, block, Via::Web, now()).await.unwrap();
    until("a form again", || async {
        (world.press_panel(MIA, "buy-gold").await.outcome == Outcome::Modal).then_some(())
    })
    .await;
    world.end().await;
}

#[tokio::test]
async fn a_member_waits_in_line_and_comes_in() {
    let world = World::new().await;
    world.rule(OpeningRules { limit_total: 1, waiting_list: true, ..OpeningRules::default() }).await;
    let first = world.open_gold(MIA).await;
    let panel = id(world.panel("buy-gold").await.channel.unwrap().0);
    let wait = async || {
        let modal = world.press_panel(NOAH, "buy-gold").await.modal;
        world.control.submit(NOAH, &modal, &gold()).await.unwrap();
        until("the place in line", || async {
            let seen = world.control.view(NOAH, panel).await.ok()?;
            seen.into_iter()
                .find(|m| m["content"].as_str().is_some_and(|text| text.contains("You are number 1 in line")))
        })
        .await
    };
    let told = wait().await;
    let button = told["components"][0]["components"][0].clone();
    assert_eq!(button["label"], "Leave the line");
    let message = sandbox::Id(told["id"].as_str().unwrap().parse().unwrap());
    let left = world.control.press(NOAH, panel, message, button["custom_id"].as_str().unwrap()).await.unwrap();
    assert!(said_to(NOAH, &left).contains("left the line"));
    assert_eq!(world.store.lines(world.guild).await.unwrap(), []);
    wait().await;
    // The place is free: the next ticket opens by itself, in a channel of its own that mentions its member.
    let owner = world.owner().await;
    let who = world.store.access_with(world.guild, owner.user(), &domain::MemberFacts::default()).await.unwrap();
    let closing = Closing::Close { reason: None, confirmed: false };
    world.store.close_ticket(&who, first.id, &closing, Via::Web, now()).await.unwrap();
    let second = world.placed(2).await;
    assert_eq!((second.number, second.customer), (2, user(NOAH)));
    assert!(world.channel(place(&second)).await.is_some() && world.sees(NOAH, &second).await);
    world.end().await;
}
