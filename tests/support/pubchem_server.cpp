#include "tests/support/pubchem_server.h"

#include <deque>

#include "tests/support/pubchem_routes.h"

namespace molloquy::test {

namespace {

constexpr const char* kNames[] = {"busy-json",
                                  "busy-page",
                                  "busy-retry-after",
                                  "too-many",
                                  "timeout",
                                  "gateway-timeout",
                                  "server-error",
                                  "xml-fault",
                                  "not-allowed",
                                  "unimplemented",
                                  "empty-error",
                                  "no-throttle-header",
                                  "yellow",
                                  "red",
                                  "black",
                                  "redirect-same",
                                  "redirect-elsewhere",
                                  "login-page",
                                  "wrong-content-type",
                                  "cut-off",
                                  "cut-record",
                                  "hang",
                                  "hang-in-body",
                                  "reset",
                                  "flat-record"};

QByteArray throttling(const char* count, const char* time, const char* service) {
  return QByteArray("Request Count status: ") + count + ", Request Time status: " + time +
         ", Service status: " + service;
}

void setHeader(HttpResponse& response, const QByteArray& name, const QByteArray& value) {
  for (auto& [known, text] : response.headers) {
    if (known.compare(name, Qt::CaseInsensitive) == 0) {
      text = value;
      return;
    }
  }
  response.headers.emplace_back(name, value);
}

HttpResponse page(int status, const QByteArray& title) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  response.body = "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" +
                  title + "</h1><p>Please come back later.</p></body></html>\n";
  return response;
}

HttpResponse pugFault(int status, const char* code, const char* message) {
  return fault(status, QStringLiteral("PUGREST.") + QLatin1String(code), QLatin1String(message),
               QStringLiteral("Made by the test server"));
}

/// Replies that stand in place of the right one; nothing for those that spoil the right one.
std::optional<HttpResponse> replacement(Trouble trouble, const QByteArray& target) {
  switch (trouble) {
    case Trouble::BusyJson:
      return pugFault(503, "ServerBusy", "Too many requests or server too busy");
    case Trouble::BusyPage:
      return page(503, "Service unavailable");
    case Trouble::BusyRetryAfter: {
      HttpResponse busy = pugFault(503, "ServerBusy", "Too many requests or server too busy");
      setHeader(busy, "Retry-After", "3");
      return busy;
    }
    case Trouble::TooMany:
      return page(429, "Too many requests");
    case Trouble::Timeout:
      return pugFault(504, "Timeout", "The request timed out");
    case Trouble::GatewayTimeout:
      return page(504, "Gateway time-out");
    case Trouble::ServerError:
      return pugFault(500, "ServerError", "Some problem on the server");
    case Trouble::NotAllowed:
      return pugFault(405, "NotAllowed", "Request not allowed");
    case Trouble::Unimplemented:
      return pugFault(501, "Unimplemented", "Not implemented");
    case Trouble::EmptyError:
      return HttpResponse{500};
    case Trouble::LoginPage:
      return page(200, "Welcome to the guest network");
    case Trouble::XmlFault: {
      HttpResponse xml{404, {{"Content-Type", "application/xml"}}};
      xml.body =
          "<?xml version=\"1.0\"?>\n<Fault xmlns=\"http://pubchem.ncbi.nlm.nih.gov/pug_rest\">"
          "<Code>PUGREST.NotFound</Code><Message>No CID found</Message>"
          "<Details>No CID found that matches &quot;x&quot;</Details></Fault>\n";
      return xml;
    }
    case Trouble::Black: {
      HttpResponse black = pugFault(503, "ServerBusy", "Too many requests or server too busy");
      setHeader(black, "X-Throttling-Control",
                throttling("Black (120%)", "Green (1%)", "Green (20%)"));
      return black;
    }
    case Trouble::RedirectElsewhere:
      return HttpResponse{302, {{"Location", "http://login.example/"}}};
    case Trouble::RedirectSame:
      return HttpResponse{302,
                          {{"Location", target + (target.contains('?') ? "&" : "?") + "moved"}}};
    default:
      return std::nullopt;
  }
}

void spoil(Trouble trouble, HttpResponse& response) {
  using Ending = HttpResponse::Ending;
  switch (trouble) {
    case Trouble::NoThrottleHeader:
      std::erase_if(response.headers,
                    [](const auto& header) { return header.first == "X-Throttling-Control"; });
      break;
    case Trouble::Yellow:
      setHeader(response, "X-Throttling-Control",
                throttling("Yellow (60%)", "Green (1%)", "Green (20%)"));
      break;
    case Trouble::Red:
      setHeader(response, "X-Throttling-Control",
                throttling("Green (10%)", "Red (80%)", "Green (20%)"));
      break;
    case Trouble::WrongContentType:
      setHeader(response, "Content-Type", "text/plain");
      break;
    case Trouble::CutOff:
      response.ending = Ending::CutOff;
      break;
    case Trouble::CutRecord:
      response.body.truncate(response.body.size() / 2);
      break;
    case Trouble::Hang:
      response.ending = Ending::Hang;
      break;
    case Trouble::HangInBody:
      response.ending = Ending::HangInBody;
      break;
    case Trouble::Reset:
      response.ending = Ending::Reset;
      break;
    default:
      break;
  }
}

}  // namespace

QStringList troubleNames() {
  QStringList names;
  for (const char* name : kNames) names += QLatin1String(name);
  return names;
}

std::optional<Trouble> troubleNamed(const QString& name) {
  const qsizetype at = troubleNames().indexOf(name);
  return at < 0 ? std::nullopt : std::optional(static_cast<Trouble>(at));
}

struct PubChemServer::Private {
  struct Scripted {
    Trouble trouble = Trouble::BusyJson;
    std::shared_ptr<const HttpResponse> own;  ///< in place of a trouble.
    int times = 1;
    QByteArray where;
  };

  Private(const Options& options, const QString& folder)
      : routes(folder),
        http([this](const HttpRequest& request) { return answer(request); }, options.port,
             options.tls),
        scheme(options.tls == nullptr ? QStringLiteral("http") : QStringLiteral("https")) {}

  /// The first line of the script that means this target, counted down; null = none does.
  std::unique_ptr<Scripted> taken(const QByteArray& target) {
    for (auto one = script.begin(); one != script.end(); ++one) {
      if (!one->where.isEmpty() && !target.contains(one->where)) continue;
      auto what = std::make_unique<Scripted>(*one);
      if (--one->times <= 0) script.erase(one);
      return what;
    }
    return nullptr;
  }

  HttpResponse answer(const HttpRequest& request) {
    requests.push_back(request);
    const std::unique_ptr<Scripted> scripted = taken(request.target);
    if (scripted && scripted->own) return *scripted->own;
    if (scripted) {
      if (auto instead = replacement(scripted->trouble, request.target)) return *instead;
    }
    QByteArray target = request.target;
    if (!target.startsWith("/rest/")) return page(404, "Not found");
    target.remove(0, 5);
    if (scripted && scripted->trouble == Trouble::FlatRecord)
      target.replace("record_type=3d", "record_type=2d");
    HttpResponse response = routes.answer(request, target);
    setHeader(response, "X-Throttling-Control",
              throttling("Green (0%)", "Green (0%)", "Green (20%)"));
    if (request.headers.contains("accept-encoding") &&
        request.headers.at("accept-encoding").contains("gzip") && response.body.size() > 1000) {
      response.framing = HttpResponse::Framing::Gzip;
    }
    if (scripted) spoil(scripted->trouble, response);
    return response;
  }

  PubChemRoutes routes;
  std::deque<Scripted> script;
  std::vector<HttpRequest> requests;
  HttpServer http;
  QString scheme;
};

PubChemServer::PubChemServer(const Options& options)
    : m_private(std::make_unique<Private>(
          options, options.dataFolder.isEmpty() ? QStringLiteral(MOLLOQUY_TEST_DATA "/pubchem")
                                                : options.dataFolder)) {}

PubChemServer::~PubChemServer() = default;

QUrl PubChemServer::base() const {
  if (m_private->http.port() == 0) return {};
  return QUrl(
      QStringLiteral("%1://127.0.0.1:%2/rest").arg(m_private->scheme).arg(m_private->http.port()));
}

void PubChemServer::misbehave(Trouble trouble, int times, const QByteArray& where) {
  m_private->script.push_back({trouble, nullptr, times, where});
}

void PubChemServer::reply(const HttpResponse& response, int times, const QByteArray& where) {
  m_private->script.push_back(
      {Trouble::BusyJson, std::make_shared<const HttpResponse>(response), times, where});
}

void PubChemServer::setPolls(int polls) { m_private->routes.polls = polls; }

const std::vector<HttpRequest>& PubChemServer::requests() const { return m_private->requests; }

void PubChemServer::forgetRequests() { m_private->requests.clear(); }

int PubChemServer::connections() const { return m_private->http.connections(); }

}  // namespace molloquy::test
