-- Data centres, their hardware and what they report.

CREATE TABLE centres (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  operator_org TEXT NOT NULL,
  hub TEXT NOT NULL,
  province TEXT NOT NULL,
  status TEXT NOT NULL,
  price_fen INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE batches (
  centre TEXT NOT NULL REFERENCES centres (id),
  id TEXT NOT NULL,
  accelerator TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count > 0),
  export_status TEXT NOT NULL,
  state_fund_eligible TEXT NOT NULL,
  evidence TEXT NOT NULL,
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (centre, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE readings (
  centre TEXT NOT NULL REFERENCES centres (id),
  at INTEGER NOT NULL,
  accelerator TEXT NOT NULL,
  source TEXT NOT NULL,
  installed INTEGER NOT NULL CHECK (installed >= 0),
  powered INTEGER NOT NULL CHECK (powered BETWEEN 0 AND installed),
  allocatable INTEGER NOT NULL CHECK (allocatable BETWEEN 0 AND powered),
  allocated INTEGER NOT NULL CHECK (allocated BETWEEN 0 AND allocatable),
  active INTEGER NOT NULL CHECK (active BETWEEN 0 AND allocated),
  power_w INTEGER NOT NULL,
  energy_kwh INTEGER NOT NULL,
  rack_fill_bp INTEGER NOT NULL,
  pue_milli INTEGER NOT NULL,
  PRIMARY KEY (centre, at, accelerator)
) STRICT, WITHOUT ROWID;

CREATE TABLE latest (
  centre TEXT NOT NULL,
  accelerator TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (centre, accelerator)
) STRICT, WITHOUT ROWID;
