// The least server of a list page: one script to PostgreSQL, and a reply of ready bytes. Started by lists.ts.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import pg from 'pg'

const [recipe = ''] = process.argv.slice(2)
const { script, body } = JSON.parse(readFileSync(recipe, 'utf8')) as { script: string; body: string }
const bytes = Buffer.from(body)
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] })
await client.connect()
const server = createServer((_request, reply) => {
  void client.query(script).then(() => {
    reply.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes.length,
    })
    reply.end(bytes)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}/`)
})
process.once('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  void client.end()
})
