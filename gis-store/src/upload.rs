//! Uploads: raw logs as evidence, and the queue of the worker.
//!
//! Invariant: an upload that was answered is committed, with its bytes, exactly once to all who may see it; who may
//! not see it and sends the same bytes has an upload of their own, and learns nothing of the other.

mod picture;
mod process;
mod store;

pub use picture::{PictureTitle, get_upload_picture, list_upload_pictures};
pub use process::{
    TakenUpload, Waiting, count_waiting, fail_upload, finish_upload, note_attempt, take_upload,
};
pub use store::{
    NewUpload, Page, Stored, Upload, UploadState, get_upload, get_upload_log, get_upload_report,
    get_upload_track, insert_upload, list_uploads,
};
