//! The door: answers from the moment on that the program listens, and lets everybody in once there is an app.
//!
//! Before that the database is being started, recovered or migrated, which may take minutes; whoever watches the
//! program must be able to tell that from a program that hangs.

use crate::access::hear_out;
use crate::error::Problem;
use crate::handlers::health::get_live;
use crate::{App, Settings, router};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gis_core::Text;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Stands before the app; cloning it shares it.
#[derive(Debug, Clone, Default)]
pub struct Door {
    behind: Arc<OnceLock<Router>>,
}

impl Door {
    /// Lets everybody in to this app, from now on.
    pub fn open(&self, app: App) {
        self.behind.get_or_init(|| router(app));
    }

    /// Answers on a listener until `stop` is ready, and then ends open requests.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let service = Router::new().fallback(pass).with_state(self);
        let service = service.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(stop).await
    }
}

async fn pass(State(door): State<Door>, request: Request) -> Response {
    if let Some(router) = door.behind.get() {
        return router.clone().oneshot(request).await.into_response();
    }
    if request.uri().path() == "/health/live" {
        return get_live().await.into_response();
    }
    hear_out(request, Settings::default().max_upload_bytes).await;
    starting().into_response()
}

fn starting() -> Problem {
    let message = Text::new(
        "Suuf démarre et ouvre sa base de données : réessayez dans quelques secondes.",
        "Suuf is starting and opens its database: try again in a few seconds.",
    );
    let pause_s = 2;
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "starting", message).to_be_retried_after(pause_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    async fn ask(path: &str) -> Response {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        pass(State(Door::default()), request).await
    }

    #[tokio::test]
    async fn before_there_is_an_app_the_program_says_that_it_lives_and_is_not_ready() {
        assert_eq!(ask("/health/live").await.status(), StatusCode::OK);
        for path in ["/health/ready", "/", "/tiles/parcels/0/0/0", "/nowhere"] {
            let answer = ask(path).await;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(answer.headers()["content-type"], "application/problem+json", "{path}");
            assert_eq!(answer.headers()["retry-after"], "2", "{path}");
        }
    }
}
