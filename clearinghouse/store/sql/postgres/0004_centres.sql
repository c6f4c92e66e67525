-- Data centres, their hardware and what they report.

CREATE TABLE centres (
  id TEXT COLLATE "C" PRIMARY KEY,
  slug TEXT COLLATE "C" NOT NULL UNIQUE,
  name TEXT COLLATE "C" NOT NULL,
  operator_org TEXT COLLATE "C" NOT NULL,
  hub TEXT COLLATE "C" NOT NULL,
  province TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  price_fen BIGINT NOT NULL,
  latency_ms BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL
);

CREATE TABLE batches (
  centre TEXT COLLATE "C" NOT NULL REFERENCES centres (id),
  id TEXT COLLATE "C" NOT NULL,
  accelerator TEXT COLLATE "C" NOT NULL,
  count BIGINT NOT NULL CHECK (count > 0),
  export_status TEXT COLLATE "C" NOT NULL,
  state_fund_eligible TEXT COLLATE "C" NOT NULL,
  evidence TEXT COLLATE "C" NOT NULL,
  author TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (centre, id)
);

CREATE TABLE readings (
  centre TEXT COLLATE "C" NOT NULL REFERENCES centres (id),
  at BIGINT NOT NULL,
  accelerator TEXT COLLATE "C" NOT NULL,
  source TEXT COLLATE "C" NOT NULL,
  installed BIGINT NOT NULL
    CONSTRAINT installed_in_order CHECK (installed >= 0),
  powered BIGINT NOT NULL
    CONSTRAINT powered_in_order CHECK (powered BETWEEN 0 AND installed),
  allocatable BIGINT NOT NULL
    CONSTRAINT allocatable_in_order CHECK (allocatable BETWEEN 0 AND powered),
  allocated BIGINT NOT NULL
    CONSTRAINT allocated_in_order CHECK (allocated BETWEEN 0 AND allocatable),
  active BIGINT NOT NULL
    CONSTRAINT active_in_order CHECK (active BETWEEN 0 AND allocated),
  power_w BIGINT NOT NULL,
  energy_kwh BIGINT NOT NULL,
  rack_fill_bp BIGINT NOT NULL,
  pue_milli BIGINT NOT NULL,
  PRIMARY KEY (centre, at, accelerator)
);

CREATE TABLE latest (
  centre TEXT COLLATE "C" NOT NULL,
  accelerator TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (centre, accelerator)
);
