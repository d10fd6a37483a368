#pragma once

#include <QByteArray>
#include <QString>
#include <QUrlQuery>
#include <map>
#include <vector>

#include "tests/support/http_server.h"
#include "tests/support/pubchem_tables.h"

namespace molloquy::test {

/// The paths of PUG REST, PUG View and autocompletion that the client asks for, answered from the
/// tables. Source: PubChem, PUG REST and PUG View documents; shapes of replies only.
class PubChemRoutes {
 public:
  explicit PubChemRoutes(const QString& folder) : m_tables(folder) {}

  /// The reply to a target below the base ("/pug/compound/..."), with PubChem's error bodies.
  HttpResponse answer(const HttpRequest& request, const QByteArray& target);

  /// How often a search answers 202 before its result comes; 0 = at once.
  int polls = 0;

 private:
  struct Asked;
  HttpResponse compound(const Asked& asked);
  HttpResponse cidsOf(const Asked& asked, std::vector<qint64>& cids);
  HttpResponse search(const Asked& asked, std::vector<qint64>& cids);
  HttpResponse operation(const Asked& asked, const std::vector<qint64>& cids) const;
  HttpResponse record(const Asked& asked, const std::vector<qint64>& cids) const;
  HttpResponse properties(const Asked& asked, const std::vector<qint64>& cids) const;
  HttpResponse conformer(const QString& id) const;
  HttpResponse view(const Asked& asked) const;
  HttpResponse suggestions(const Asked& asked) const;

  struct Running {
    std::vector<qint64> cids;
    int pollsLeft = 0;
  };
  PubChemTables m_tables;
  std::map<QString, Running> m_running;
  int m_keys = 0;
};

/// PubChem's error body: {"Fault":{"Code","Message","Details"}}.
HttpResponse fault(int status, const QString& code, const QString& message, const QString& detail);

}  // namespace molloquy::test
