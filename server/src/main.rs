//! Knows how the program is started; everything else is the library's.

fn main() -> std::process::ExitCode {
    server::cli::main()
}
