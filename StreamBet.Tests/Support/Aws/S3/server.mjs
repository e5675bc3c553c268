// A local S3 server, in memory, for tests: writes its port as a line, and ends with whoever holds its standard input.
import { buildApp } from "fauxqs";
import { S3Store } from "./node_modules/fauxqs/dist/s3/s3Store.js";

const store = new S3Store();
const lifecycles = new Map();
const app = buildApp({ logger: false, host: "localhost", stores: { s3Store: store } });

// What fauxqs does not know it takes for the listing or the making of a bucket, and says success. So what the
// product asks for is answered here, and the rest is refused.
const unknown = [
  "accelerate", "acl", "analytics", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold", "location",
  "logging", "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus",
  "publicAccessBlock", "replication", "requestPayment", "restore", "retention", "select", "tagging", "torrent",
  "versioning", "versions", "website",
];

const escape = (text) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

function answer(reply, status, xml) {
  reply.code(status).header("content-type", "application/xml").send(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
}

function refuse(reply, status, code, message) {
  answer(reply, status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

function listUploads(reply, bucket, query) {
  const prefix = query.prefix ?? "";
  const uploads = [...store.multipartUploads.values()]
    .filter((upload) => upload.bucket === bucket && upload.key.startsWith(prefix))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.initiated - b.initiated))
    .map((upload) => `<Upload><Key>${escape(upload.key)}</Key><UploadId>${upload.uploadId}</UploadId>` +
      `<Initiated>${upload.initiated.toISOString()}</Initiated><StorageClass>STANDARD</StorageClass></Upload>`);
  answer(reply, 200, `<ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
    `<Bucket>${bucket}</Bucket><Prefix>${escape(prefix)}</Prefix><MaxUploads>1000</MaxUploads>` +
    `<IsTruncated>false</IsTruncated>${uploads.join("")}</ListMultipartUploadsResult>`);
}

function answerLifecycle(request, reply, bucket) {
  if (request.method === "PUT") {
    lifecycles.set(bucket, request.body.toString());
    reply.code(200).send();
  } else if (request.method === "DELETE") {
    lifecycles.delete(bucket);
    reply.code(204).send();
  } else if (lifecycles.has(bucket)) {
    reply.code(200).header("content-type", "application/xml").send(lifecycles.get(bucket));
  } else {
    refuse(reply, 404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
  }
}

app.addHook("preHandler", async (request, reply) => {
  const [bucket, key] = request.url.split("?")[0].slice(1).split(/\/(.*)/s);
  const query = request.query ?? {};
  const stranger = unknown.find((name) => name in query);
  if (stranger) {
    refuse(reply, 501, "NotImplemented", `This server does not know ?${stranger}.`);
  } else if (!key && ("lifecycle" in query || (request.method === "GET" && "uploads" in query))) {
    if (!store.hasBucket(bucket)) refuse(reply, 404, "NoSuchBucket", "The specified bucket does not exist");
    else if ("lifecycle" in query) answerLifecycle(request, reply, bucket);
    else listUploads(reply, bucket, query);
  }
  return reply.sent ? reply : undefined;
});

process.stdin.on("end", () => process.exit(0)).resume();
await app.listen({ port: 0, host: "127.0.0.1" });
console.log(app.server.address().port);
