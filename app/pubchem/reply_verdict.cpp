#include "app/pubchem/reply_verdict.h"

#include <QCoreApplication>
#include <QLocale>

#include "app/pubchem/server_fault.h"

namespace molloquy::pubchem {

namespace {

using End = ExchangeResult::End;
using Again = Verdict::Again;

QString tr(const char* text) { return QCoreApplication::translate("PubChemFailures", text); }

constexpr qsizetype kLongestShown = 120;

/// What was asked, as a person wrote it: the value of the form, else the identifier in the path
/// (".../compound/name/glucose/cids/JSON" -> "glucose").
QString shown(const AskedFor& asked) {
  QString text;
  if (!asked.form.isEmpty()) {
    const QByteArray value = asked.form.mid(asked.form.indexOf('=') + 1).replace('+', "%20");
    text = QUrl::fromPercentEncoding(value.left(value.indexOf('&')));
  } else {
    const QStringList parts = asked.url.path(QUrl::FullyEncoded).split(u'/');
    const qsizetype room = parts.indexOf(QStringLiteral("compound"));
    const bool named = parts.value(room - 1) == u"pug";  // a namespace stands before it
    text = QUrl::fromPercentEncoding(parts.value(room + (named ? 2 : 1)).toUtf8());
    if (room < 0 || text.isEmpty()) text = asked.url.path();
  }
  if (text.size() > kLongestShown) text = text.left(kLongestShown) + u'\u2026';
  return u'"' + text + u'"';
}

QString quotedWords(const ServerFault& fault) {
  return fault.words.isEmpty() ? QString() : tr(" It says: \"%1\".").arg(fault.words);
}

NetworkFailure failure(FailureKind kind, const QString& sentence, const QString& detail = {}) {
  NetworkFailure made;
  made.kind = kind;
  made.sentence = sentence;
  made.detail = detail;
  return made;
}

QString detailOf(int status, const ServerFault& fault) {
  QString text = QString::number(status);
  if (!fault.code.isEmpty()) text += u' ' + fault.code;
  if (!fault.words.isEmpty()) text += QStringLiteral(": ") + fault.words;
  return text;
}

Verdict busy(int status, const ServerFault& fault) {
  return {Again::Later,
          failure(FailureKind::Busy,
                  status == 429 ? tr("PubChem has had too many requests from this address. Try "
                                     "again in a minute.")
                                : tr("PubChem is busy. Try again in a minute."),
                  detailOf(status, fault))};
}

Verdict timeoutOf(const ServerFault& fault) {
  const bool front =
      fault.form == ServerFault::Form::Page || fault.form == ServerFault::Form::Empty;
  return {front ? Again::Later : Again::No,
          failure(FailureKind::Timeout,
                  tr("PubChem did not finish this search in its 30 seconds. Ask for less: a larger "
                     "part of the structure, or a higher similarity."),
                  detailOf(504, fault))};
}

/// PubChem's states of HTTP from 400 on.
Verdict judgedStatus(int status, const ServerFault& fault, const AskedFor& asked) {
  const QString detail = detailOf(status, fault);
  switch (status) {
    case 400:
      return {Again::No, failure(FailureKind::BadRequest,
                                 tr("PubChem could not read this query: %1.%2 Correct it and ask "
                                    "again.")
                                     .arg(shown(asked), quotedWords(fault)),
                                 detail)};
    case 404:
      if (fault.form == ServerFault::Form::Page || fault.form == ServerFault::Form::Empty) {
        return {Again::No, failure(FailureKind::ErrorPage,
                                   tr("%1 does not know this kind of request. Check the address of "
                                      "PubChem in the network window.")
                                       .arg(asked.url.host()),
                                   detail)};
      }
      return {Again::No,
              failure(FailureKind::NotFound,
                      tr("PubChem has nothing for %1.%2 Check the spelling, or look for it in "
                         "another way.")
                          .arg(shown(asked), quotedWords(fault)),
                      detail)};
    case 405:
    case 501:
      return {Again::No,
              failure(status == 405 ? FailureKind::NotAllowed : FailureKind::Unimplemented,
                      tr("PubChem does not take a request like this (%1). That is a fault of this "
                         "program: please report it with the line of the network ledger.")
                          .arg(status),
                      detail)};
    case 429:
    case 503:
      return busy(status, fault);
    case 504:
      return timeoutOf(fault);
    case 502:
      return {Again::Later,
              failure(FailureKind::ServerError,
                      tr("The way to PubChem's server is interrupted on its side (502). Try again "
                         "in a minute."),
                      detail)};
    case 407:
      return {Again::No,
              failure(FailureKind::Proxy,
                      tr("The proxy %1 asks for a name and a password. Put them into the proxy "
                         "settings of the system.")
                          .arg(asked.proxy),
                      detail)};
    default:
      break;
  }
  if (status >= 500) {
    return {Again::No, failure(FailureKind::ServerError,
                               tr("PubChem has a problem of its own (%1).%2 Try again later.")
                                   .arg(status)
                                   .arg(quotedWords(fault)),
                               detail)};
  }
  return {Again::No, failure(FailureKind::ServerError,
                             tr("%1 answered with state %2, which PubChem does not use. Check the "
                                "address of PubChem in the network window.")
                                 .arg(asked.url.host())
                                 .arg(status),
                             detail)};
}

Verdict page(const QString& title, const AskedFor& asked) {
  return {Again::No,
          failure(FailureKind::ErrorPage,
                  tr("A page (\"%1\") came from %2 in place of data. Perhaps this network asks for "
                     "a login: open any page in a browser, log in, and try again.")
                      .arg(title, asked.url.host()),
                  title)};
}

/// Proxies have their own errors, next to each other in Qt's list.
Verdict judgedProxy(const ExchangeResult& result, const AskedFor& asked) {
  QString words = tr("The proxy %1 did not work (%2). Check the proxy settings of the system.")
                      .arg(asked.proxy, result.errorText);
  if (result.error == QNetworkReply::ProxyAuthenticationRequiredError) {
    words = tr("The proxy %1 asks for a name and a password. Put them into the proxy settings of "
               "the system.")
                .arg(asked.proxy);
  } else if (result.error == QNetworkReply::ProxyNotFoundError) {
    words = tr("The proxy %1 cannot be found. Check the proxy settings of the system.")
                .arg(asked.proxy);
  } else if (result.error == QNetworkReply::ProxyConnectionRefusedError) {
    words = tr("The proxy %1 refuses connections. Check the proxy settings of the system.")
                .arg(asked.proxy);
  }
  return {Again::No, failure(FailureKind::Proxy, words, result.errorText)};
}

/// No reply of HTTP came at all.
Verdict judgedError(const ExchangeResult& result, const AskedFor& asked) {
  using Reply = QNetworkReply;
  const QString host = asked.url.host();
  if (result.error >= Reply::ProxyConnectionRefusedError &&
      result.error <= Reply::UnknownProxyError) {
    return judgedProxy(result, asked);
  }
  if (result.error == Reply::SslHandshakeFailedError || !result.tlsErrors.isEmpty()) {
    const QString cause =
        result.tlsErrors.isEmpty() ? result.errorText : result.tlsErrors.join(QStringLiteral("; "));
    return {Again::No,
            failure(FailureKind::Tls,
                    tr("There is no safe connection to %1: %2 Check the date of this computer, and "
                       "whether a filter opens safe connections here. Nothing was sent.")
                        .arg(host, cause.endsWith(u'.') ? cause : cause + u'.'),
                    result.errorText)};
  }
  if (result.error == Reply::HostNotFoundError) {
    return {Again::No,
            failure(FailureKind::NoNetwork,
                    tr("%1 cannot be found: there seems to be no network. Saved records still "
                       "work.")
                        .arg(host),
                    result.errorText)};
  }
  if (result.error == Reply::ConnectionRefusedError) {
    return {Again::No, failure(FailureKind::NoNetwork,
                               tr("%1 refuses connections. Check the address of PubChem in the "
                                  "network window. Saved records still work.")
                                   .arg(host),
                               result.errorText)};
  }
  if (result.error == Reply::RemoteHostClosedError) {
    return {Again::Once, failure(FailureKind::NoNetwork,
                                 tr("%1 broke the connection off. Try again; saved records still "
                                    "work.")
                                     .arg(host),
                                 result.errorText)};
  }
  const bool passing = result.error == Reply::TemporaryNetworkFailureError ||
                       result.error == Reply::UnknownNetworkError;
  return {passing ? Again::Later : Again::No,
          failure(FailureKind::NoNetwork,
                  tr("PubChem cannot be reached (%1). Check the network connection. Saved records "
                     "still work.")
                      .arg(result.errorText),
                  result.errorText)};
}

Verdict cutOff(const ExchangeResult& result) {
  const QLocale locale;
  const QString came = locale.formattedDataSize(result.received);
  return {Again::Later,
          failure(FailureKind::Truncated,
                  result.announced > 0 ? tr("The reply broke off after %1 of %2. Try again.")
                                             .arg(came, locale.formattedDataSize(result.announced))
                                       : tr("The reply broke off after %1. Try again.").arg(came),
                  result.errorText)};
}

}  // namespace

std::optional<Verdict> judged(const ExchangeResult& result, const AskedFor& asked) {
  switch (result.end) {
    case End::Silent:
      return Verdict{Again::No,
                     failure(FailureKind::Timeout,
                             tr("%1 sent nothing for %2 s. Check the network connection, or try "
                                "again later. Saved records still work.")
                                 .arg(asked.url.host())
                                 .arg(static_cast<double>(asked.limits.silence.count()) / 1000),
                             QStringLiteral("no byte came"))};
    case End::TooLarge:
      return Verdict{Again::No,
                     failure(FailureKind::TooLarge,
                             tr("The reply is larger than %1 and was given up. Ask for fewer "
                                "compounds, or import a file of PubChem's into the library.")
                                 .arg(QLocale().formattedDataSize(asked.limits.largest)))};
    case End::CutOff:
      return cutOff(result);
    case End::Failed:
      return judgedError(result, asked);
    case End::Answered:
      break;
  }
  return judgedSaved(result.status, result.body, asked);
}

std::optional<Verdict> judgedSaved(int status, const QByteArray& body, const AskedFor& asked) {
  if (status >= 300 || status < 200) return judgedStatus(status, parseFault(body), asked);
  if (looksLikePage(body)) return page(parseFault(body).words, asked);
  return std::nullopt;
}

NetworkFailure blockedFailure(std::chrono::milliseconds left) {
  NetworkFailure made =
      failure(FailureKind::Blocked,
              tr("PubChem blocks this address after too many requests, perhaps of others in this "
                 "network. Wait for %1 min. Saved records still work.")
                  .arg((left.count() + 59'999) / 60'000));
  made.retryAfter = left;
  return made;
}

NetworkFailure pauseFailure(std::chrono::milliseconds left) {
  NetworkFailure made =
      failure(FailureKind::Busy, tr("PubChem is busy and asks for a pause of %1 min. Try again "
                                    "then; saved records still work.")
                                     .arg((left.count() + 59'999) / 60'000));
  made.retryAfter = left;
  return made;
}

NetworkFailure offlineFailure() {
  return failure(FailureKind::Offline,
                 tr("This is not among the saved records, and the program works offline. Go online "
                    "to ask PubChem."));
}

NetworkFailure switchedOffFailure() {
  return failure(FailureKind::SwitchedOff,
                 tr("This is not among the saved records, and the network is switched off. Switch "
                    "it on in the network window to ask PubChem."));
}

NetworkFailure cancelledFailure() {
  return failure(FailureKind::Cancelled, tr("The request was cancelled."));
}

NetworkFailure redirectFailure(const QUrl& from, const QUrl& to) {
  const QString place = to.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
  return failure(FailureKind::Redirected,
                 tr("%1 sends on to another place (%2), which was not followed. Perhaps this "
                    "network asks for a login: open any page in a browser, log in, and try again.")
                     .arg(from.host(), place),
                 place);
}

NetworkFailure badBaseFailure(const QUrl& base) {
  return failure(FailureKind::NotAllowed,
                 tr("\"%1\" is no address of a server. Correct the address of PubChem in the "
                    "network window.")
                     .arg(base.toString()));
}

}  // namespace molloquy::pubchem
