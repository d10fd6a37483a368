#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "widgets/search/search_types.h"

namespace molloquy::widgets {

/// A row of the popup: a group's title, a sentence, something to choose, or the row that unfolds
/// the other ways to look a text up.
struct SearchRow {
  enum class Kind { Group, Note, Choice, MoreWays } kind = Kind::Note;
  QString text;
  QString icon;
  SearchSuggestion suggestion;  ///< of a Choice.
};

/// What the rows are made of.
struct SearchContents {
  QString text;  ///< as typed, without the spaces around it.
  SearchKind kind = SearchKind::Name;
  std::vector<SearchSuggestion> library;
  QStringList names;  ///< of PubChem, for `text`.
  QString failure;    ///< in place of names.
  QString open;       ///< name of the open structure.
  SuggestionConsent consent = SuggestionConsent::NotAsked;
  NetworkMode mode = NetworkMode::Off;
  enum class Ways { Likely, All } ways = Ways::Likely;
};

/// The rows for contents, in the order in which they are read.
std::vector<SearchRow> searchRows(const SearchContents& contents);
/// The row that Enter takes unless another one is chosen; nullopt for none.
std::optional<int> likelyRow(const std::vector<SearchRow>& rows, const SearchContents& contents);

class SearchRowsModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role {
    RowKindRole = Qt::UserRole,
    IconRole,
    DetailRole,
    TypedRole,
    IsFormulaRole,
    IsNameRole
  };

  explicit SearchRowsModel(QObject* parent) : QAbstractListModel(parent) {}

  void setRows(std::vector<SearchRow> rows, const QString& typed);
  [[nodiscard]] const std::vector<SearchRow>& rows() const { return m_rows; }
  [[nodiscard]] bool canChoose(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  std::vector<SearchRow> m_rows;
  QString m_typed;
};

}  // namespace molloquy::widgets
