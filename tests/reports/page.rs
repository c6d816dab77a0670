//! The HTML page in headless Chromium: it runs nothing and requests nothing, all its text can be
//! read, and all its links lead somewhere.

use std::path::Path;
use std::process::Command;

use super::{report, walked};

/// Examines the page, and writes what is wrong into it. It runs in a copy of the page that allows
/// scripts.
const EXAMINE: &str = r"
const wrong = [];
const rgb = text => text.match(/[\d.]+/g).map(Number);
const light = ([r, g, b]) => {
  const part = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const ground = element => {
  for (let e = element; e; e = e.parentElement) {
    const color = rgb(getComputedStyle(e).backgroundColor);
    if (color.length < 4 || color[3] > 0) return color;
  }
  return [255, 255, 255];
};
document.querySelectorAll('details').forEach(details => details.open = true);
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let texts = 0;
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || element.closest('script,title,desc,.vh,.skip')) continue;
  texts += 1;
  const style = getComputedStyle(element);
  const color = element.closest('svg') ? style.fill : style.color;
  const [a, b] = [light(rgb(color)), light(ground(element.closest('svg') || element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 40)}`);
}
if (texts < 100) wrong.push(`only ${texts} texts`);
const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
ids.filter((id, at) => ids.indexOf(id) < at).forEach(id => wrong.push(`id twice: ${id}`));
document.querySelectorAll('a[href]').forEach(a => {
  const href = a.getAttribute('href');
  if (!href.startsWith('#')) wrong.push(`link out of the page: ${href}`);
  else if (!ids.includes(href.slice(1))) wrong.push(`link to nothing: ${href}`);
});
document.querySelectorAll('[aria-labelledby]').forEach(element =>
  element.getAttribute('aria-labelledby').split(' ').forEach(id => {
    if (!ids.includes(id)) wrong.push(`label of nothing: ${id}`);
  }));
for (const landmark of ['header', 'main', 'footer', 'h1'])
  if (document.querySelectorAll(landmark).length !== 1) wrong.push(`not one ${landmark}`);
let last = 1;
document.querySelectorAll('h1,h2,h3,h4').forEach(heading => {
  const level = Number(heading.tagName[1]);
  if (level > last + 1) wrong.push(`heading ${level} below ${last}: ${heading.textContent}`);
  last = level;
});
document.querySelectorAll('th').forEach(th => { if (!th.scope) wrong.push('a th without scope'); });
document.querySelectorAll('table').forEach(table => { if (!table.caption) wrong.push('a table without caption'); });
document.querySelectorAll('script').forEach(script => { if (!script.dataset.examine) wrong.push('a script'); });
if (!document.documentElement.lang) wrong.push('no language');
if (document.documentElement.scrollWidth > innerWidth) wrong.push(`wider than ${innerWidth}`);
document.documentElement.dataset.wrong = 'examined:' + wrong.join('\n');
";

const POLICY: &str = "content=\"default-src 'none'; style-src 'unsafe-inline'\"";

/// Opens a file in Chromium and returns the page as it is then, and what the browser logged.
fn open(folder: &Path, file: &str, options: &[&str]) -> (String, String) {
    let output = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .args(["--disable-background-networking", "--no-first-run"])
        .args([
            "--enable-logging=stderr",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("browser").display()
        ))
        .args(options)
        .arg("--dump-dom")
        .arg(format!("file://{}", folder.join(file).display()))
        .env("HOME", folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_page_is_whole_for_every_reader() {
    let stage = walked();
    let page = report(&stage, &["--format", "html"]);
    assert!(
        page.contains(POLICY),
        "the page forbids scripts and requests"
    );
    for load in [
        "src=", "url(", "@import", "<link", "<iframe", "http:", "https:",
    ] {
        assert!(!page.contains(load), "the page has {load}");
    }
    stage.write("page.html", &page);
    let script = format!("<script data-examine=yes>{EXAMINE}</script></body>");
    let examined = page
        .replace(POLICY, "content=\"\"")
        .replace("</body>", &script);
    stage.write("examined.html", &examined);
    let folder = stage.path("");
    let (shown, log) = open(&folder, "page.html", &[]);
    assert!(shown.contains("The shop"), "{log}");
    assert!(!log.contains("CONSOLE"), "{log}");
    for options in [
        &["--window-size=1200,900"][..],
        &[
            "--window-size=1200,900",
            "--blink-settings=preferredColorScheme=0",
        ],
        &["--window-size=500,900"],
    ] {
        let (shown, log) = open(&folder, "examined.html", options);
        let found = shown.split("data-wrong=\"examined:").nth(1);
        let found = found.unwrap_or_else(|| panic!("{options:?} was not examined: {log}"));
        let wrong = found.split('"').next().unwrap();
        assert_eq!(wrong, "", "{options:?}");
    }
}
