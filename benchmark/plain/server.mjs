// The plainest server for the same work: a prepared INSERT per write, the row to everyone, no history, no order, no catch-up.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { WebSocket, WebSocketServer } from 'ws';

const INSERT = {
  name: 'insert',
  text: 'INSERT INTO messages (id, agent_id, role, content) VALUES ($1, $2, $3, $4) RETURNING *',
};
const CREATE = `CREATE TABLE IF NOT EXISTS messages (
  id uuid PRIMARY KEY, agent_id uuid NOT NULL, role text NOT NULL, content text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now())`;
const INDEX = 'CREATE INDEX IF NOT EXISTS messages_in_order ON messages (agent_id, created_at, id)';
const SELECT = {
  name: 'select',
  text: `SELECT coalesce(json_agg(m ORDER BY created_at, id), '[]')::text AS rows FROM messages m WHERE agent_id = $1`,
};

const pool = new pg.Pool({
  connectionString: process.env.DATABASE,
  max: Number(process.env.CONNECTIONS ?? 16),
});
await pool.query(CREATE);
await pool.query(INDEX);

async function body(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString());
}

function answer(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

async function post(request, response) {
  const { id = randomUUID(), agent_id, role = 'user', content } = await body(request);
  const { rows } = await pool.query({ ...INSERT, values: [id, agent_id, role, content] });
  const row = JSON.stringify(rows[0]);
  answer(response, 201, row);
  const frame = Buffer.from(row);
  for (const socket of sockets.clients) {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(frame, { binary: false });
    }
  }
}

async function get(request, response) {
  const agent = new URL(request.url, 'http://localhost').searchParams.get('agent_id');
  const { rows } = await pool.query({ ...SELECT, values: [agent] });
  answer(response, 200, rows[0].rows);
}

const server = createServer(async (request, response) => {
  try {
    await (request.method === 'POST' ? post(request, response) : get(request, response));
  } catch (failure) {
    answer(response, 500, JSON.stringify({ detail: String(failure) }));
  }
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen(Number(process.env.PORT), '127.0.0.1', 4096, () => console.log('ready'));
