// Keeps the registry of the tests alive: Verdaccio 9.0.0-next-9.31 learns an archive's size while it already sends the archive.
// Where the size comes last it is too late for a header, and the whole registry ended of that (its pull request 6234 mends it).
// Without the header an answer is sent in chunks, which every client reads.
'use strict'

const { OutgoingMessage } = require('node:http')

const { setHeader } = OutgoingMessage.prototype

OutgoingMessage.prototype.setHeader = function (name, value) {
  const late = this.headersSent && name.toLowerCase() === 'content-length'
  return late ? this : setHeader.call(this, name, value)
}
