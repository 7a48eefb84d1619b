//! The sandbox alone: `cargo run -p sandbox -- 127.0.0.1:4100 FOLDER`. Knows its two words and nothing else.

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let listen = words.next().unwrap_or_else(|| "127.0.0.1:4100".into()).parse()?;
    let data = words.next().unwrap_or_else(|| "data/sandbox".into());
    let mut sandbox = sandbox::Sandbox::start(sandbox::Config::new(listen, data)).await?;
    println!("{}", sandbox.ready_line());
    sandbox.wait().await;
    Ok(())
}
