//! HTTP/1.1 as far as registry clients speak it to a mock.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use super::Reply;

/// The longest body that is taken, in bytes.
const LIMIT: u64 = 256 << 20;

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A connection, request after request.
pub(super) struct Conversation {
    reader: BufReader<TcpStream>,
}

impl Conversation {
    pub(super) fn with(stream: TcpStream) -> Self {
        Self { reader: BufReader::new(stream) }
    }

    /// The next request; none when the client is through.
    pub(super) fn hear(&mut self) -> io::Result<Option<Request>> {
        let Some(first) = self.line()? else { return Ok(None) };
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut headers = Vec::new();
        while let Some(line) = self.line()?.filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut request = Request { method, path, headers, body: Vec::new() };
        if request.header("expect").is_some() {
            self.reader.get_ref().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if request.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            self.chunks(&mut request.body)?;
        } else if let Some(length) = request.header("content-length").and_then(|length| length.parse().ok()) {
            self.reader.by_ref().take(u64::min(length, LIMIT)).read_to_end(&mut request.body)?;
        }
        Ok(Some(request))
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> io::Result<()> {
        while let Some(line) = self.line()? {
            let size = line
                .split(';')
                .next()
                .and_then(|size| u64::from_str_radix(size.trim(), 16).ok())
                .unwrap_or(0);
            self.reader.by_ref().take(u64::min(size, LIMIT)).read_to_end(body)?;
            self.line()?;
            if size == 0 {
                break;
            }
        }
        Ok(())
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.reader.read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    pub(super) fn say(&mut self, reply: &Reply) -> io::Result<()> {
        let body = reply.body.to_string();
        let mut head = format!(
            "HTTP/1.1 {} {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            reply.status,
            reply.reason(),
            body.len()
        );
        for (name, value) in &reply.headers {
            head = head + name + ": " + value + "\r\n";
        }
        let stream = self.reader.get_mut();
        stream.write_all(format!("{head}\r\n{body}").as_bytes())?;
        stream.flush()
    }
}
