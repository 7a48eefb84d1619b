//! Knows the browser's WebSocket: opened with the first listener, opened again with growing waits, one for the page.

use super::told::{Told, Watch, Why, concerns, read};
use super::{Line, News, Topic};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use web_sys::{MessageEvent, WebSocket};

/// First wait, longest wait; each failure doubles it, a little chance keeps many pages from coming at once.
const FIRST_MS: u64 = 400;
const LONGEST_MS: u64 = 20_000;

#[derive(Clone, Copy)]
pub struct Socket {
    inner: StoredValue<Inner, LocalStorage>,
    line: RwSignal<Line>,
}

type Hear = Rc<dyn Fn(News)>;

#[derive(Default)]
struct Inner {
    listeners: Vec<(u32, Topic, Hear)>,
    next_id: u32,
    socket: Option<WebSocket>,
    /// The handlers live as long as their socket.
    handlers: Option<Handlers>,
    failures: u32,
    /// What the server was last told.
    watched: Vec<Topic>,
    /// What was new to it in each list that it has not yet said to hold, the oldest first.
    awaited: VecDeque<Vec<Topic>>,
    over: bool,
}

struct Handlers {
    _open: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut()>,
}

impl Socket {
    pub fn new(line: RwSignal<Line>) -> Self {
        Self { inner: StoredValue::new_local(Inner::default()), line }
    }

    pub fn listen(self, topic: impl Fn() -> Option<Topic> + 'static, hear: impl Fn(News) + 'static) {
        let hear: Hear = Rc::new(hear);
        let current = StoredValue::new_local(None);
        // An effect: not before the page is awake.
        Effect::new(move || {
            let topic = topic();
            self.forget(current.get_value());
            let added = topic.and_then(|topic| {
                self.inner.try_update_value(|inner| {
                    inner.next_id += 1;
                    inner.listeners.push((inner.next_id, topic, hear.clone()));
                    inner.next_id
                })
            });
            current.set_value(added);
            self.tell_or_connect();
        });
        on_cleanup(move || {
            self.forget(current.try_get_value().flatten());
            self.tell_or_connect();
        });
    }

    fn forget(self, listener: Option<u32>) {
        if let Some(id) = listener {
            let _ = self.inner.try_update_value(|inner| inner.listeners.retain(|(other, ..)| *other != id));
        }
    }

    /// Tells the server the whole list, or opens the line if there is none.
    fn tell_or_connect(self) {
        let socket = self.inner.try_with_value(|inner| inner.socket.clone());
        match socket.flatten() {
            Some(socket) if socket.ready_state() == WebSocket::OPEN => self.tell(&socket),
            Some(_) => {}
            None => self.connect(),
        }
    }

    fn tell(self, socket: &WebSocket) {
        let mut watch: Vec<Topic> = Vec::new();
        self.inner.with_value(|inner| {
            for (_, topic, _) in &inner.listeners {
                if !watch.contains(topic) {
                    watch.push(*topic);
                }
            }
        });
        if let Ok(text) = serde_json::to_string(&Watch { watch: watch.clone() }) {
            let _ = socket.send_with_str(&text);
        }
        let _ = self.inner.try_update_value(|inner| {
            let new = watch.iter().filter(|topic| !inner.watched.contains(topic)).copied().collect();
            inner.awaited.push_back(new);
            inner.watched = watch;
        });
    }

    /// A list holds. What happened to what is new in it, between the page's reading and now, rang for nobody here: it
    /// is read once more.
    fn holds(self) {
        let new = self.inner.try_update_value(|inner| inner.awaited.pop_front()).flatten().unwrap_or_default();
        if !new.is_empty() {
            self.hand_out(|topic| new.contains(&topic).then_some(News::Again));
        }
    }

    fn connect(self) {
        let wanted = self.inner.try_with_value(|inner| !inner.over && !inner.listeners.is_empty());
        if wanted != Some(true) {
            return;
        }
        let location = window().location();
        let scheme = if location.protocol().is_ok_and(|p| p == "https:") { "wss" } else { "ws" };
        let Ok(host) = location.host() else { return };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/live")) else { return };
        let open = {
            let socket = socket.clone();
            Closure::<dyn FnMut()>::new(move || self.opened(&socket))
        };
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                self.heard(&text);
            }
        });
        let close = Closure::<dyn FnMut()>::new(move || self.closed());
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        let _ = self.inner.try_update_value(|inner| {
            inner.socket = Some(socket);
            inner.handlers = Some(Handlers { _open: open, _message: message, _close: close });
        });
    }

    fn opened(self, socket: &WebSocket) {
        let _ = self.inner.try_update_value(|inner| {
            inner.failures = 0;
            inner.watched.clear();
            inner.awaited.clear();
        });
        self.line.try_set(Line::Fine);
        self.tell(socket);
    }

    fn heard(self, text: &str) {
        match read(text) {
            Told::Bell(bell) => self.hand_out(|topic| concerns(bell, topic).then_some(News::Bell(bell))),
            // What could be read a moment ago can no longer be: the page as it is now says what is left.
            Told::Refused(_) | Told::Lagged => self.hand_out(|_| Some(News::Again)),
            Told::Watching => self.holds(),
            Told::Closed(why) => {
                let _ = self.inner.try_update_value(|inner| inner.over = true);
                match why {
                    Why::Login => {
                        self.line.try_set(Line::LoginEnded);
                    }
                    Why::Access => {
                        let _ = window().location().reload();
                    }
                }
            }
            Told::Unknown => {}
        }
    }

    /// Listeners may come and go while they hear: they are called from a list of their own.
    fn hand_out(self, news: impl Fn(Topic) -> Option<News>) {
        let Some(listeners) = self.inner.try_with_value(|inner| inner.listeners.clone()) else { return };
        for (_, topic, hear) in listeners {
            if let Some(news) = news(topic) {
                hear(news);
            }
        }
    }

    fn closed(self) {
        let wait = self.inner.try_update_value(|inner| {
            inner.socket = None;
            let wait = (FIRST_MS << inner.failures.min(8)).min(LONGEST_MS);
            inner.failures += 1;
            (!inner.over).then_some((wait, inner.failures))
        });
        let Some(Some((wait, failures))) = wait else { return };
        // One short break is no news.
        if failures > 1 {
            self.line.try_set(Line::Broken);
        }
        set_timeout(
            move || {
                if self.inner.try_with_value(|inner| inner.socket.is_none()) == Some(true) {
                    self.connect();
                }
            },
            Duration::from_millis(wait).mul_f64(0.75 + js_sys::Math::random() / 2.0),
        );
    }
}
