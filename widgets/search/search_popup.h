#pragma once

#include <QFrame>
#include <QPointer>
#include <QTimer>
#include <functional>
#include <optional>
#include <vector>

#include "widgets/search/search_rows.h"
#include "widgets/search/search_types.h"

class QLineEdit;
class QListView;

namespace molloquy::widgets {

class BusyBar;
class SearchFoot;

/// The list under the search field: what the library has, names of PubChem's, and the ways to look
/// the text up. The field keeps the focus: this is a child of its window, not a window of its own,
/// so that typing, input methods and the screen reader go on in the field. Nothing is asked of
/// PubChem but through namesWanted (only when allowed) and suggestionChosen.
class SearchPopup : public QFrame {
  Q_OBJECT

 public:
  /// How long a text rests before names are asked for, and how long it has to be.
  static constexpr int kRestMs = 250;
  static constexpr int kShortest = 3;
  enum class Asking { No, Yes };

  /// edit: the field, whose keys are watched. anchor: what the list hangs under.
  SearchPopup(QLineEdit& edit, QWidget& anchor);

  /// Hits of the library for a text; dropped when the field holds another one by now.
  void setLibrary(const QString& text, std::vector<SearchSuggestion> hits);
  /// PubChem's names that begin with a text; dropped when the field holds another one by now.
  void setPubChem(const QString& text, const QStringList& names);
  /// Why names could not be fetched for a text, in place of them; empty takes it away.
  void setPubChemFailure(const QString& text, const QString& sentence);
  void setConsent(SuggestionConsent consent);
  void setMode(NetworkMode mode);
  void setBusy(Asking asking);
  /// What a text most likely is; without it typedKind() tells by the letters.
  void setGuess(std::function<SearchKind(const QString&)> guess);
  [[nodiscard]] SearchKind kindOf(const QString& text) const;
  /// Name of what is open, for "Compounds similar to …"; empty when nothing is.
  void setOpenStructure(const QString& name);

  /// The person has edited the field. Conditions (`mass < 300`) close the list.
  enum class Meaning { Words, Conditions };
  void textEdited(const QString& text, Meaning meaning = Meaning::Words);
  /// Shows the list also for an empty field.
  void open();
  void close();
  [[nodiscard]] bool isOpen() const { return !isHidden(); }
  /// What Enter would take; nullopt when the list is closed or has nothing to choose.
  [[nodiscard]] std::optional<SearchSuggestion> current() const;

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  /// A record of the library, or the text as a structure. (The other rows: lookupRequested.)
  void suggestionChosen(const molloquy::widgets::SearchSuggestion& suggestion);
  /// The text has rested, is long enough, and names may be asked for.
  void namesWanted(const QString& text);
  void consentGiven(molloquy::widgets::SuggestionConsent consent);
  /// Something is to be looked up in PubChem. kind Similar and Substructure with an empty text:
  /// of the open structure.
  void lookupRequested(molloquy::widgets::SearchKind kind, const QString& text);
  /// The network's window is wanted, to change its mode.
  void networkRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  bool handleKey(int key);
  void rest();
  void rebuild();
  void arrange();
  void takeRow(int row);
  void setCurrentRow(int row);
  void moveCurrent(int by);
  [[nodiscard]] int rowsHeight() const;
  [[nodiscard]] QString text() const;
  [[nodiscard]] bool isOurs(const QObject* object) const;

  QPointer<QLineEdit> m_edit;
  QPointer<QWidget> m_anchor;
  SearchRowsModel* m_model;
  QListView* m_view;
  SearchFoot* m_foot;
  BusyBar* m_busy;
  QTimer m_rest;
  std::function<SearchKind(const QString&)> m_guess;
  SearchContents m_contents;
  QString m_wanted;      ///< the text whose names were asked for last.
  bool m_moved = false;  ///< the person has chosen a row by keys.
};

}  // namespace molloquy::widgets
