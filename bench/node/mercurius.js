// Mercurius with its JIT and loaders, on better-sqlite3: the documented way to serve GraphQL fast from Node.
import Database from 'better-sqlite3'
import Fastify from 'fastify'
import mercurius from 'mercurius'

const db = new Database(process.env.BENCH_FILE, { readonly: true })
db.pragma('mmap_size = 1099511627776') // as all contenders read the file: without it each copies pages
let statements = 0
const prepared = new Map()

function all(sql, ...values) {
  statements += 1
  let statement = prepared.get(sql)
  if (!statement) prepared.set(sql, (statement = db.prepare(sql)))
  return statement.all(...values)
}

const schema = `
  scalar Date
  scalar DateTime
  interface Node { id: ID! }
  enum Direction { ASC DESC }
  enum TenderOrderField { REFERENCE TITLE }
  enum TenderStatus { PLANNED SURVEY OPEN CLOSED AWARDED CANCELLED }
  enum SupplierStatus { REGISTERED SUSPENDED WITHDRAWN }
  enum PurchaseKind { SUPPLY SERVICE }
  enum Procedure {
    ORDER PRICE_ENQUIRY MARKET_SURVEY INVITATION_TO_TENDER SELECTIVE LIMITED DIRECT OPEN OTHER
  }
  enum BidStatus { SUBMITTED WITHDRAWN DISQUALIFIED COMPLIANT AWARDED UNSUCCESSFUL }
  enum LicenceKind { COMMERCIAL RESEARCH SPIN_OFF EASY_ACCESS OPEN_SOURCE OPEN_HARDWARE }
  enum ParticipationRole { COORDINATOR PARTICIPANT ASSOCIATED_PARTNER THIRD_PARTY }
  enum ProjectStatus { SIGNED CLOSED TERMINATED }
  input TenderStatusFilter { eq: TenderStatus }
  input TenderFilter { status: TenderStatusFilter }
  input TenderOrder { field: TenderOrderField!, direction: Direction! = ASC }
  type PageInfo { hasNextPage: Boolean! }
  type Country { code: String! }
  type MemberState { name: String! }
  type Technology { name: String! }
  type Licence { reference: String! kind: LicenceKind! technology: Technology }
  type LicenceConnection { nodes: [Licence!]! pageInfo: PageInfo! }
  type Project { acronym: String status: ProjectStatus! }
  type Participation { role: ParticipationRole! project: Project! }
  type ParticipationConnection { nodes: [Participation!]! pageInfo: PageInfo! }
  type Bid { status: BidStatus! bidder: Organisation! }
  type BidConnection { nodes: [Bid!]! pageInfo: PageInfo! }
  type Award { reference: String! tender: Tender }
  type AwardConnection { nodes: [Award!]! pageInfo: PageInfo! }
  type Organisation {
    name: String!
    city: String
    country: Country
    memberState: MemberState
    awards(first: Int!): AwardConnection!
    licences(first: Int!): LicenceConnection!
    participations(first: Int!): ParticipationConnection!
  }
  type Tender implements Node {
    id: ID!
    reference: String!
    title: String
    kind: PurchaseKind
    procedure: Procedure!
    status: TenderStatus!
    publishedOn: Date
    closesAt: DateTime
    opensAt: DateTime
    source: String!
    version: Int!
    buyer: Organisation
    bids(first: Int!): BidConnection!
  }
  type TenderConnection { nodes: [Tender!]! pageInfo: PageInfo! }
  type Supplier { status: SupplierStatus! registeredOn: Date! organisation: Organisation! }
  type SupplierConnection { nodes: [Supplier!]! pageInfo: PageInfo! }
  type Query {
    node(id: ID!): Node
    suppliers(first: Int!): SupplierConnection!
    tenders(first: Int!, after: String, where: TenderFilter, orderBy: TenderOrder): TenderConnection!
  }
`

const upper = (name) => (row) => row[name] && row[name].toUpperCase()
const text = (name) => (row) => row[name] || null
const plain = (name) => (row) => row[name]
const instant = (name) => (row) => row[name] && row[name].replace(' ', 'T')
const page = (rows, first) => ({
  nodes: rows.length > first ? rows.slice(0, first) : rows,
  pageInfo: { hasNextPage: rows.length > first },
})

const SUPPLIERS = 'SELECT * FROM procurement_supplier ORDER BY registered_on, id LIMIT ?'
const TENDER = 'SELECT * FROM procurement_tender WHERE id = ?'
const COLUMNS = { REFERENCE: 'reference', TITLE: 'title' }

function tenders(_, { first, after, where, orderBy }) {
  const column = COLUMNS[orderBy?.field ?? 'REFERENCE']
  const [sign, direction] = orderBy?.direction === 'DESC' ? ['<', 'DESC'] : ['>', 'ASC']
  const tests = []
  const values = []
  if (where?.status?.eq) {
    tests.push('+status = ?') // `+`: by the index on the order, not by the one on the status
    values.push(where.status.eq.toLowerCase())
  }
  if (after) {
    const [, value, key] = JSON.parse(Buffer.from(after, 'base64url').toString())
    tests.push(`(${column}, id) ${sign} (?, ?)`)
    values.push(value, key)
  }
  const filter = tests.length ? `WHERE ${tests.join(' AND ')}` : ''
  const order = `ORDER BY ${column} ${direction}, id ${direction}`
  return page(all(`SELECT * FROM procurement_tender ${filter} ${order} LIMIT ?`, ...values, first + 1), first)
}

const resolvers = {
  Query: {
    node(_, { id }) {
      const [, key] = Buffer.from(id, 'base64url').toString().split(':')
      return all(TENDER, Number(key))[0] ?? null
    },
    suppliers: (_, { first }) => page(all(SUPPLIERS, first + 1), first),
    tenders,
  },
  Node: { resolveType: () => 'Tender' },
  Supplier: { status: upper('status'), registeredOn: plain('registered_on') },
  Tender: {
    id: (row) => Buffer.from(`Tender:${row.id}`).toString('base64url'),
    title: text('title'),
    kind: upper('kind'),
    procedure: upper('procedure'),
    status: upper('status'),
    publishedOn: plain('published_on'),
    closesAt: instant('closes_at'),
    opensAt: instant('opens_at'),
  },
  Organisation: { city: text('city'), country: ({ country }) => (country ? { code: country } : null) },
  Bid: { status: upper('status') },
  Licence: { kind: upper('kind') },
  Participation: { role: upper('role') },
  Project: { acronym: text('acronym'), status: upper('status') },
}

// A loader of rows by a unique column, and one of pages by a foreign key.
function one(table, from, column = 'id') {
  const sql = `SELECT * FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`
  return async (queries) => {
    const keys = [...new Set(queries.map(({ obj }) => obj[from]))]
    const found = new Map(all(sql, JSON.stringify(keys)).map((row) => [row[column], row]))
    return queries.map(({ obj }) => found.get(obj[from]) ?? null)
  }
}

function many(table, column, order) {
  const sql = `SELECT * FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?)) ORDER BY ${order}`
  return async (queries) => {
    const found = new Map(queries.map(({ obj }) => [obj.id, []]))
    for (const row of all(sql, JSON.stringify([...found.keys()]))) found.get(row[column]).push(row)
    return queries.map(({ obj, params }) => page(found.get(obj.id), params.first))
  }
}

const loaders = {
  Supplier: { organisation: one('registry_organisation', 'organisation_id') },
  Organisation: {
    memberState: one('registry_member_state', 'country', 'country'),
    awards: many('procurement_award', 'winner_id', 'reference, id'),
    licences: many('knowledge_transfer_licence', 'licensee_id', 'signed_on DESC, id DESC'),
    participations: many('eu_support_participation', 'organisation_id', 'id'),
  },
  Tender: {
    buyer: one('registry_organisation', 'buyer_id'),
    bids: many('procurement_bid', 'tender_id', 'submitted_at, id'),
  },
  Award: { tender: one('procurement_tender', 'tender_id') },
  Bid: { bidder: one('registry_organisation', 'bidder_id') },
  Licence: { technology: one('knowledge_transfer_technology', 'technology_id') },
  Participation: { project: one('eu_support_project', 'project_id') },
}

const app = Fastify({ logger: false })
app.register(mercurius, { schema, resolvers, loaders, jit: 1 })
app.get('/statements', async () => ({ statements }))
await app.listen({ port: Number(process.env.IPT_PORT), host: '127.0.0.1' })
