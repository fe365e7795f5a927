/**
 * Addresses that somebody could give to a webhook to have the service ask what it must not ask.
 *
 * @module
 */

/**
 * `allowed` is the port that webhooks may have at 127.0.0.1, `inside` one that they may not; `named`
 * is a host that they may ask at every port.
 */
export function hostileAddresses(
  { allowed, inside, named }: {
    readonly allowed: number;
    readonly inside: number;
    readonly named: string;
  },
): ReadonlyArray<string> {
  const here = `127.0.0.1:${allowed}`;
  return [
    ...LOOPBACK.map((host) => `http://${host}:${inside}/`),
    ...METADATA.map((host) => `http://${host}/latest/meta-data/`),
    ...["10.0.0.1", "192.168.0.1", "172.16.0.1", "[fe80::1]", "[fc00::1]"].map((host) =>
      `https://${host}/`
    ),
    ...[`${named}.evil.example`, `evil-${named}`, `inside.${named}`, `evil.example/${named}`].map(
      (address) => `https://${address}/`,
    ),
    `http://localhost:${allowed}/`,
    `http://${here}.evil.example/`,
    `http://127.0.0.1.evil.example:${allowed}/`,
    `http://evil.example:${allowed}/`,
    `http://${here}@127.0.0.1:${inside}/`,
    `http://user:password@${here}/`,
    `http://${here}#@127.0.0.1:${inside}/`,
    `http://${here}?url=http://127.0.0.1:${inside}/`,
    `http://${here}\\@127.0.0.1:${inside}/`,
    `http:\\\\127.0.0.1:${inside}\\`,
    `http:127.0.0.1:${inside}`,
    `http://\t127.0.0.1:${inside}/`,
    ...SCHEMES.map((scheme) => `${scheme}//${here}/`),
    "data:text/plain,x",
    "javascript:1",
    "file:///etc/passwd",
    `//${here}/`,
    "/v1/keys",
    "",
  ];
}

const SCHEMES = ["ftp:", "gopher:", "ws:", "wss:", "unix:", "blob:http:", "view-source:http:"];

/** Ways to write this machine. */
const LOOPBACK = [
  "127.0.0.1",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "127.1",
  "127.0.1",
  "0x7f.0.0.1",
  "0x7f000001",
  "2130706433",
  "017700000001",
  "0177.0.0.1",
  "127.0.0.1.",
  "0",
  "0.0.0.0",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "127.127.127.127",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "%31%32%37.0.0.1",
  "ⓛocalhost",
];

/** Where clouds tell who a machine is. */
const METADATA = [
  "169.254.169.254",
  "0xA9FEA9FE",
  "2852039166",
  "[::ffff:a9fe:a9fe]",
  "[fd00:ec2::254]",
  "metadata.google.internal",
  "100.100.100.200",
];
