//! The tables of causes in docs/diagnosis.md are those in src/diagnose/causes.rs.

use std::fmt::Write;
use std::path::Path;

use twsign::diagnose::causes::{self, Cause};

const START: &str = "<!-- causes -->\n";
const END: &str = "<!-- end of causes -->\n";

fn table(heading: &str, causes: impl Iterator<Item = Cause>) -> String {
    let mut table = format!(
        "### {heading}\n\n| `cause:` | what was wrong | what to change |\n| --- | --- | --- |\n"
    );
    for cause in causes {
        let cells = [cause.what, cause.mend].map(|text| text.replace('*', "\\*"));
        writeln!(table, "| `{}` | {} | {} |", cause.id, cells[0], cells[1]).unwrap();
    }
    table
}

fn tables() -> String {
    [
        table("Proven by the signature", causes::proven()),
        table("Seen, said by X, or likely", causes::others()),
    ]
    .join("\n")
}

#[test]
fn the_page_lists_every_cause_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnosis.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(START).unwrap();
    let (committed, after) = rest.split_once(END).unwrap();
    let tables = tables();
    if std::env::var_os("TWSIGN_BLESS").is_some() {
        std::fs::write(&path, [before, START, &tables, END, after].concat()).unwrap();
    } else {
        assert_eq!(
            committed, tables,
            "run `make header` and commit docs/diagnosis.md"
        );
    }
}

#[test]
fn identifiers_are_unique() {
    let mut ids: Vec<_> = causes::all().map(|cause| cause.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
