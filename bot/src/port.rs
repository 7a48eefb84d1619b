//! Knows what the dashboard must ask Discord, and asks it.

use crate::rest::Rest;
use crate::wire::guild::Member;
use domain::{GuildId, UserId};
use std::pin::Pin;
use store::{Discord, MemberSeen, Unreachable};

pub struct Port {
    rest: Rest,
}

impl Port {
    pub fn new(rest: Rest) -> Self {
        Self { rest }
    }
}

impl Discord for Port {
    fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Pin<Box<dyn Future<Output = Result<Option<MemberSeen>, Unreachable>> + Send + '_>> {
        Box::pin(async move {
            let found = self.rest.member(guild, user).await.map_err(|error| Unreachable(error.to_string()))?;
            let Some(raw) = found else { return Ok(None) };
            let member: Member = serde_json::from_value(raw).map_err(|error| Unreachable(error.to_string()))?;
            Ok(Some(member.seen()))
        })
    }
}
