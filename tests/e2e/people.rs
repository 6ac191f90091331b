//! Signing in, and what ends it: over real HTTP, as browsers and programs do.

use crate::client::{Answer, Client, DEMO_PASSWORD};
use crate::server::{Server, data_dir, run, run_well, suuf};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use ureq::http::Method;

const PASSWORD: &str = "le baobab du carrefour";

fn sign_in(client: &Client, login: &str, password: &str) -> Answer {
    client.post_json("/session", &json!({ "login": login, "password": password }))
}

/// An account that an administrator makes, with its password set by the invitation.
pub(crate) fn made(server: &Server, administrator: &Client, login: &str, grants: &Value) -> (Value, Client) {
    let body = json!({ "login": login, "display_name": login, "grants": grants });
    let account = administrator.post_json("/accounts", &body);
    assert_eq!(account.status, 201, "{}", account.text());
    let account = account.json();
    let id = account["id"].as_str().expect("an id");
    let link = administrator.post_json(format_args!("/accounts/{id}/invitation"), &json!({})).json();
    let token =
        link["href"].as_str().and_then(|href| href.split_once("#invitation=")).expect("a link").1.to_owned();
    let guessed = json!({ "password": login.repeat(6) });
    let refused = server.anybody().post_json(format_args!("/invitations/{token}"), &guessed);
    assert_eq!((refused.status, &refused.json()["field"]), (422, &json!("password")), "{}", refused.text());
    let used =
        server.anybody().post_json(format_args!("/invitations/{token}"), &json!({ "password": PASSWORD }));
    assert_eq!(used.status, 201, "{}", used.text());
    let again =
        server.anybody().post_json(format_args!("/invitations/{token}"), &json!({ "password": PASSWORD }));
    assert_eq!(again.status, 404, "{}", again.text());
    (account, server.anybody().with("cookie", used.cookie()))
}

pub(crate) fn administrator(server: &Server) -> Client {
    server.anybody().signed_in("demo-admin", DEMO_PASSWORD)
}

fn own_login(client: &Client) -> Value {
    client.get("/session").json()["account"]["login"].clone()
}

#[test]
fn a_wrong_password_and_an_unknown_login_are_answered_alike_after_the_same_work() {
    let data_dir = data_dir();
    for login in ["known", "invited"] {
        run_well(data_dir.path(), &["user", "add", login, "--role", "staff"]);
    }
    let link = run_well(data_dir.path(), &["user", "invite", "known"]);
    let token = link.trim().split_once("#invitation=").expect("a link").1.to_owned();
    let (mut child, address, _) = started(data_dir.path(), &[]);
    let anybody = Client::of(&address);
    let used = anybody.post_json(format_args!("/invitations/{token}"), &json!({ "password": PASSWORD }));
    assert_eq!(used.status, 201, "{}", used.text());
    let logins = ["known", "invited", "nobody-at-all", "no login", &"a".repeat(100)];
    let answers = logins.map(|login| sign_in(&anybody, login, "not the password"));
    for answer in &answers {
        assert_eq!((answer.status, answer.header("set-cookie")), (401, ""));
        assert_eq!(answer.json(), answers[0].json());
    }
    stop(&mut child);
    let talk = std::fs::read_to_string(data_dir.path().join("talk")).expect("read");
    let worked = talk.lines().filter(|line| line.contains("a password is worked on")).count();
    assert_eq!(worked, 1 + logins.len(), "the password that was chosen, and each attempt");
}

#[test]
fn attempts_are_used_up_for_one_login_and_come_back_with_time() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let anybody = server.anybody();
    let statuses: Vec<_> = (0..7).map(|_| sign_in(&anybody, "demo-plan", "wrong").status).collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429]);
    let refused = sign_in(&anybody, "demo-plan", DEMO_PASSWORD);
    assert_eq!(refused.status, 429, "the right password waits too, or it would show that it is right");
    let wait_s: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=30).contains(&wait_s), "{wait_s}");
    assert_eq!(sign_in(&anybody, "demo-admin", DEMO_PASSWORD).status, 201, "others are not kept waiting");
}

#[test]
fn signing_in_gives_a_new_cookie_each_time_and_signing_out_ends_it() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let answer = sign_in(&server.anybody(), "Demo-Plan", DEMO_PASSWORD);
    let cookie = answer.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let first = server.anybody().with("cookie", answer.cookie());
    let again = sign_in(&first, "demo-plan", DEMO_PASSWORD);
    assert_ne!(again.cookie(), answer.cookie());
    assert_eq!(own_login(&first), Value::Null, "the session from before has ended");
    let second = server.anybody().with("cookie", again.cookie());
    assert_eq!(own_login(&second), "demo-plan");
    let out = second.send(&Method::DELETE, "/session", None).expect("an answer");
    assert_eq!((out.status, out.cookie()), (204, "suuf=".to_owned()));
    assert_eq!(own_login(&second), Value::Null);
    let invented = server
        .anybody()
        .with("cookie", "suuf=0000000000000000000000000000000000000000000000000000000000000000");
    assert_eq!(own_login(&invented), Value::Null, "a cookie that the server did not make is none");
}

#[test]
fn a_disabled_account_is_out_at_once_everywhere() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let administrator = administrator(&server);
    let grants = json!([{ "role": "staff", "department": "SN1302" }]);
    let (account, fatou) = made(&server, &administrator, "fatou", &grants);
    let token = fatou.post_json("/tokens", &json!({ "name": "carte" })).json();
    let program = server.anybody().with_token(token["secret"].as_str().expect("a secret"));
    assert_eq!((fatou.get("/drafts").status, program.get("/drafts").status), (200, 200));

    let path = format!("/accounts/{}", account["id"].as_str().expect("an id"));
    let seen_before_the_password = format!("\"v{}\"", account["version"]);
    let stale = administrator.with("if-match", "\"v999\"");
    let disable = json!({ "disabled": true });
    assert_eq!(administrator.send_json(&Method::PATCH, &path, &disable).status, 428);
    assert_eq!(stale.send_json(&Method::PATCH, &path, &disable).status, 412);
    let seeing = administrator.with("if-match", &seen_before_the_password);
    let done = seeing.send_json(&Method::PATCH, &path, &disable);
    assert_eq!(done.status, 200, "{}", done.text());

    assert_eq!(fatou.get("/drafts").status, 401);
    assert_eq!(program.get("/drafts").status, 401);
    assert_eq!(program.get("/collections").status, 401, "a token that is not good is refused everywhere");
    assert_eq!(sign_in(&server.anybody(), "fatou", PASSWORD).status, 401);
}

#[test]
fn a_token_may_no_more_than_it_says_and_makes_no_others() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let grants =
        json!([{ "role": "staff", "department": "SN1302" }, { "role": "planner", "department": "SN1302" }]);
    let (_, fatou) = made(&server, &administrator(&server), "fatou", &grants);
    let asked =
        json!({ "name": "carte", "days": 3, "grants": [{ "role": "planner" }, { "role": "administrator" }] });
    let made = fatou.post_json("/tokens", &asked);
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"), "{}", made.text());
    let token = made.json();
    let grants = json!([{ "role": "planner", "department": "SN1302" }]);
    assert_eq!(token["grants"], grants);
    let program = server.anybody().with_token(token["secret"].as_str().expect("a secret"));
    assert_eq!(own_login(&program), "fatou");
    for (path, status) in
        [("/drafts", 403), ("/accounts", 403), ("/tokens", 403), ("/collections/parcels/items", 200)]
    {
        assert_eq!(program.get(path).status, status, "{path}");
    }
    assert_eq!(program.post_json("/tokens", &json!({ "name": "another" })).status, 403);
    let change = json!({ "current": PASSWORD, "new": "une pirogue bien verte" });
    assert_eq!(program.post_json("/session/password", &change).status, 403);
    let path = format!("/tokens/{}", token["id"].as_str().expect("an id"));
    let send = |client: &Client| client.send(&Method::DELETE, &path, None).expect("an answer").status;
    assert_eq!(send(&server), 404, "it is not theirs");
    assert_eq!(send(&fatou), 204);
    assert_eq!(program.get("/collections").status, 401);
}

#[test]
fn a_token_of_an_administrator_neither_makes_nor_changes_nor_invites_accounts() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let grants = json!([
        { "role": "administrator", "department": "SN1302" }, { "role": "staff", "department": "SN1302" }
    ]);
    let (account, chief) = made(&server, &administrator(&server), "chef", &grants);
    let narrow = json!({ "name": "carte", "grants": [{ "role": "administrator", "department": "SN1302" }] });
    let token = chief.post_json("/tokens", &narrow).json();
    let program = server.anybody().with_token(token["secret"].as_str().expect("a secret"));
    let own = format!("/accounts/{}", account["id"].as_str().expect("an id"));
    let new = json!({ "login": "autre", "display_name": "Autre", "grants": grants });
    let widen = json!({ "grants": [{ "role": "staff", "department": "SN1302" }] });
    let tries = |client: &Client| {
        let seeing = client.with("if-match", client.get(&own).header("etag"));
        [
            client.post_json(format_args!("{own}/invitation"), &json!({})),
            seeing.send_json(&Method::PATCH, &own, &widen),
            client.post_json("/accounts", &new),
        ]
        .map(|answer| (answer.status, answer.json()["type"].as_str().unwrap_or_default().to_owned()))
    };
    assert_eq!(program.get("/accounts").status, 200, "it may look");
    assert_eq!(tries(&program), [(); 3].map(|()| (403, "/problems/password-wanted".to_owned())));
    let of_oneself = || (403, "/problems/own-account".to_owned());
    assert_eq!(tries(&chief), [of_oneself(), of_oneself(), (201, String::new())]);
}

#[test]
fn a_new_password_ends_every_other_session_and_every_token() {
    let data_dir = data_dir();
    let server = Server::start(data_dir.path());
    let grants = json!([{ "role": "staff", "department": "SN1302" }]);
    let (_, fatou) = made(&server, &administrator(&server), "fatou", &grants);
    let elsewhere = server.anybody().signed_in("fatou", PASSWORD);
    let token = fatou.post_json("/tokens", &json!({ "name": "carte" })).json();
    let program = server.anybody().with_token(token["secret"].as_str().expect("a secret"));
    assert_eq!(program.get("/drafts").status, 200);
    let change = |current: &str, new: &str| {
        fatou.post_json("/session/password", &json!({ "current": current, "new": new }))
    };
    assert_eq!(change("wrong", "une pirogue bien verte").status, 422);
    assert_eq!(change(PASSWORD, "court").status, 422);
    let changed = change(PASSWORD, "une pirogue bien verte");
    assert_eq!(changed.status, 201, "{}", changed.text());
    assert_eq!((own_login(&elsewhere), own_login(&fatou)), (Value::Null, Value::Null));
    assert_eq!(program.get("/drafts").status, 401);
    assert_eq!(own_login(&server.anybody().with("cookie", changed.cookie())), "fatou");
}

#[test]
fn demo_accounts_are_dead_on_a_server_that_is_not_started_for_them() {
    let data_dir = data_dir();
    drop(Server::start(data_dir.path()));
    run_well(data_dir.path(), &["user", "add", "chef", "--role", "administrator"]);
    let token = run_well(data_dir.path(), &["token", "add", "demo-admin", "left over"]);
    let (mut child, address, _) = started(data_dir.path(), &[]);
    let anybody = Client::of(&address);
    assert_eq!(sign_in(&anybody, "demo-admin", DEMO_PASSWORD).status, 401);
    assert_eq!(anybody.with_token(token.trim()).get("/accounts").status, 401);
    assert_eq!(anybody.get("/session").json()["demo"], Value::Null);
    assert_eq!(anybody.get("/collections/parcels").json()["itemCount"], 0);
    stop(&mut child);
}

#[test]
fn the_first_administrator_signs_up_by_the_link_of_the_first_start() {
    let data_dir = data_dir();
    let (mut child, address, talk) = started(data_dir.path(), &["--listen", "0.0.0.0:0"]);
    let token = talk.split_once("#invitation=").expect("a link").1.trim().to_owned();
    let anybody = Client::of(&address.replace("0.0.0.0", "127.0.0.1"));
    let first = json!({ "login": "Chef", "display_name": "Chef de service", "password": PASSWORD });
    let signed_up = anybody.post_json(format_args!("/invitations/{token}"), &first);
    assert_eq!(signed_up.status, 201, "{}", signed_up.text());
    let chief = anybody.with("cookie", signed_up.cookie());
    assert_eq!(chief.get("/accounts").json()["accounts"][0]["login"], "chef");
    let again = anybody
        .post_json(format_args!("/invitations/{token}"), &json!({ "login": "autre", "password": PASSWORD }));
    assert_eq!(again.status, 404);
    stop(&mut child);
    let listed = run_well(data_dir.path(), &["user", "list"]);
    assert_eq!(listed, "chef\tactive\tadministrator\tChef de service\n");
}

#[test]
fn behind_https_cookies_are_secure_and_links_are_the_public_ones() {
    let data_dir = data_dir();
    run_well(data_dir.path(), &["user", "add", "chef", "--role", "administrator"]);
    let public = "https://suuf.example.sn";
    let (mut child, address, _) = started(data_dir.path(), &["--public-url", public]);
    let anybody = Client::of(&address).with("host", "suuf.example.sn").with("origin", public);
    let link = run_well(data_dir.path(), &["user", "invite", "chef", "--public-url", public]);
    let token = link
        .trim()
        .strip_prefix("https://suuf.example.sn/#invitation=")
        .expect("the public address")
        .to_owned();
    let used = anybody.post_json(format_args!("/invitations/{token}"), &json!({ "password": PASSWORD }));
    let cookie = used.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-suuf=") && cookie.contains("; Secure"), "{cookie}");
    let chief = anybody.with("cookie", used.cookie());
    let body = json!({ "login": "awa", "display_name": "Awa", "grants": [{ "role": "planner" }] });
    assert!(chief.post_json("/accounts", &body).location.starts_with(public));
    assert_eq!(Client::of(&address).with("host", "evil.example.org").get("/landing").status, 403);
    stop(&mut child);
}

#[test]
fn what_is_said_of_people_on_the_command_line_is_checked() {
    let data_dir = data_dir();
    for (arguments, words) in [
        (&["user", "add", "a b", "--role", "staff"][..], "no login"),
        (&["user", "add", "awa", "--role", "staff:SN9999"], "SN9999"),
        (&["user", "add", "awa", "--role", "root"], "no role"),
        (&["user", "disable", "nobody"], "user list"),
        (&["token", "add", "nobody", "carte"], "user list"),
        (&["department", "publish", "SN9999"], "SN9999"),
    ] {
        let output = run(data_dir.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

/// A server as it is started in earnest, its address and what it said before that.
fn started(data_dir: &std::path::Path, options: &[&str]) -> (std::process::Child, String, String) {
    let listen: &[&str] = if options.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
    let mut child = suuf(data_dir, &[&["serve"], listen, options].concat())
        .env("RUST_LOG", "debug")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::from(std::fs::File::create(data_dir.join("talk")).expect("a file")))
        .spawn()
        .expect("suuf serve starts");
    let mut address = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    stdout.read_line(&mut address).expect("standard output is read");
    let talk = std::fs::read_to_string(data_dir.join("talk")).expect("read");
    assert!(address.starts_with("http://"), "{talk}");
    let link = talk.lines().find(|line| line.contains("#invitation=")).unwrap_or_default().to_owned();
    (child, address.trim().trim_end_matches('/').to_owned(), link)
}

fn stop(child: &mut std::process::Child) {
    let pid = child.id().to_string();
    std::process::Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
    assert!(child.wait().expect("ended").success());
}

#[test]
fn no_secret_stands_in_a_log() {
    let data_dir = data_dir();
    let (mut child, address, link) = started(data_dir.path(), &[]);
    let token = link.split_once("#invitation=").expect("a link").1.trim().to_owned();
    let first = json!({ "login": "chef", "password": PASSWORD });
    let answer = Client::of(&address).post_json(format_args!("/invitations/{token}"), &first);
    let cookie = answer.cookie();
    let chief = Client::of(&address).with("cookie", &cookie);
    let made = chief.post_json("/tokens", &json!({ "name": "carte" })).json();
    let secret = made["secret"].as_str().expect("a secret").to_owned();
    assert_eq!(Client::of(&address).with_token(&secret).get("/session").status, 200);
    stop(&mut child);
    let talk = std::fs::read_to_string(data_dir.path().join("talk")).expect("read");
    let logged: String = talk.lines().filter(|line| !line.contains("#invitation=")).collect();
    assert!(logged.contains("/invitations/{token}"), "requests are logged at this level");
    let cookie = cookie.split_once('=').expect("a cookie").1;
    for hidden in [token.as_str(), cookie, &secret, PASSWORD] {
        assert!(!logged.contains(hidden), "a secret is logged");
    }
}
