#include "app/pubchem/transport_private.h"

namespace molloquy::pubchem {

namespace {

constexpr qint64 kFreshSeconds = 30LL * 24 * 3600;
constexpr qint64 kAbsentFreshSeconds = 24LL * 3600;

}  // namespace

QUrl Transport::Private::urlOf(const QString& path) const {
  QString base = options.base.toString(QUrl::FullyEncoded);
  while (base.endsWith(u'/')) base.chop(1);
  return QUrl(base + u'/' + path);
}

CacheKey Transport::Private::keyOf(const NetworkRequest& request, bool keeping) const {
  const bool other = keeping && request.keepAs;
  const QByteArray form = other ? request.keepAs->form : request.form;
  return {form.isEmpty() ? QByteArray("GET") : QByteArray("POST"),
          urlOf(other ? request.keepAs->path : request.path), form};
}

std::optional<Outcome> Transport::Private::saved(const Job& job, Age age) {
  const auto found = cache.find(keyOf(job.request, false));
  if (!found) return std::nullopt;
  const bool absent = found->status != 200;
  const qint64 old = found->at.secsTo(clock->date());
  if (age == Age::Fresh && old > (absent ? kAbsentFreshSeconds : kFreshSeconds))
    return std::nullopt;
  if (auto verdict = judgedSaved(found->status, found->body, askedFor(job))) {
    return Outcome(tl::unexpected(verdict->failure));
  }
  NetworkReply reply;
  reply.body = found->body;
  reply.contentType = found->contentType;
  reply.cachedAt = found->at;
  reply.requests = job.requests;
  return Outcome(reply);
}

void Transport::Private::keep(const Job& job, const ExchangeResult& result) {
  if (result.status != 200 && result.status != 404) return;
  if (job.request.cache == NetworkRequest::Cache::Skip && !job.request.keepAs) return;
  cache.store(keyOf(job.request, true),
              {result.status, result.body, result.contentType, clock->date()});
}

}  // namespace molloquy::pubchem
