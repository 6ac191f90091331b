//! Somebody who asks the server something: signed in, with a token, or nobody in particular.

use crate::server::{PATIENCE, wait_for};
use serde_json::{Value, json};
use std::fmt::Display;
use std::io::Read;
use ureq::http::Method;

/// As the program prints it.
pub(crate) const DEMO_PASSWORD: &str = "suuf au marché";

/// A caller, with the headers by which they are known.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    address: String,
    headers: Vec<(String, String)>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) location: String,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// Nobody in particular.
    pub(crate) fn of(address: &str) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        Self { agent: config.build().into(), address: address.to_owned(), headers: Vec::new() }
    }

    /// The same with one more header.
    pub(crate) fn with(&self, name: &str, value: impl Display) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_string()));
        client
    }

    /// The same caller before another server.
    pub(crate) fn moved_to(&self, address: &str) -> Self {
        Self { address: address.to_owned(), ..self.clone() }
    }

    /// Whoever holds a token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        self.with("authorization", format_args!("Bearer {token}"))
    }

    /// Whoever signs in.
    pub(crate) fn signed_in(&self, login: &str, password: &str) -> Self {
        let answer = self.post_json("/session", &json!({"login": login, "password": password}));
        assert_eq!(answer.status, 201, "{}", answer.text());
        self.with("cookie", answer.cookie())
    }

    pub(crate) fn get(&self, path: impl Display) -> Answer {
        self.get_as(path, "application/json")
    }

    pub(crate) fn get_as(&self, path: impl Display, accept: &str) -> Answer {
        self.with("accept", accept).send(&Method::GET, path, None).expect("an answer")
    }

    /// Decides on a draft as it is now: `approval` or `return`.
    pub(crate) fn decide(&self, draft: &str, decision: &str, body: &Value) -> Answer {
        let seen = self.get(format_args!("/drafts/{draft}"));
        let etag = if seen.status == 200 { seen.header("etag") } else { "\"v1\"" };
        self.with("if-match", etag).post_json(format_args!("/drafts/{draft}/{decision}"), body)
    }

    /// Approves a draft as it is now, with an answer to each of its warnings.
    pub(crate) fn approve(&self, draft: &str, body: &Value) -> Answer {
        let seen = self.get(format_args!("/drafts/{draft}")).json();
        let findings = seen["findings"].as_array().expect("findings");
        let warnings = findings.iter().filter(|finding| finding["severity"] == "warning");
        let codes = warnings.map(|finding| finding["code"].as_str().expect("a code"));
        let mut body = body.clone();
        for code in codes {
            body["answers"][code] = json!("vérifié sur place");
        }
        let answer = self.decide(draft, "approval", &body);
        if answer.status != 422 {
            return answer;
        }
        // What is sent with an approval may want answers too.
        let problem = answer.json();
        let asked: Vec<_> = problem["findings"].as_array().into_iter().flatten().collect();
        if asked.is_empty() {
            return answer;
        }
        for finding in asked {
            body["answers"][finding["code"].as_str().expect("a code")] = json!("vérifié sur place");
        }
        self.decide(draft, "approval", &body)
    }

    pub(crate) fn post_json(&self, path: impl Display, body: &Value) -> Answer {
        self.send_json(&Method::POST, path, body)
    }

    pub(crate) fn send_json(&self, method: &Method, path: impl Display, body: &Value) -> Answer {
        let body = body.to_string();
        self.send(method, path, Some(("application/json", body.as_bytes()))).expect("an answer")
    }

    pub(crate) fn post(&self, path: impl Display, content_type: &str, body: &[u8]) -> Answer {
        self.try_post(path, content_type, body).expect("an answer")
    }

    pub(crate) fn try_post(
        &self,
        path: impl Display,
        content_type: &str,
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        self.send(&Method::POST, path, Some((content_type, body)))
    }

    /// Waits until the worker is done with an upload.
    pub(crate) fn processed(&self, id: &str) -> Value {
        wait_for("the upload to be processed", || {
            let upload = self.get(format_args!("/uploads/{id}")).json();
            (upload["state"] != "received").then_some(upload)
        })
    }

    /// Sends a request, with a body of a content type if there is one.
    pub(crate) fn send(
        &self,
        method: &Method,
        path: impl Display,
        body: Option<(&str, &[u8])>,
    ) -> Result<Answer, ureq::Error> {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.address));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = match body {
            Some((content_type, bytes)) => {
                self.agent.run(request.header("content-type", content_type).body(bytes)?)
            }
            None => self.agent.run(request.body(())?),
        };
        response.map(answer)
    }
}

impl Answer {
    /// The cookie that it sets, as requests show it.
    pub(crate) fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }
}

fn answer(response: ureq::http::Response<ureq::Body>) -> Answer {
    let header = |name: &str| {
        let value = response.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (status, content_type, location) =
        (response.status().as_u16(), header("content-type"), header("location"));
    let headers = response.headers().clone();
    let mut body = Vec::new();
    response.into_body().into_reader().read_to_end(&mut body).expect("the body is read");
    Answer { status, content_type, location, headers, body }
}
